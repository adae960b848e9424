import { Button, Dialog, useText } from '@postern/ui';
import { Plus } from 'lucide-react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

/**
 * For a member without a personal vault: one is made on coming in, unless they were off then. The organization that has
 * them off says so here, where somebody looks for theirs.
 */
export function MakePersonalVault() {
  const text = useText();
  const port = usePort();
  const task = useTask();
  return (
    <li className="flex">
      <button
        type="button"
        disabled={task.busy}
        className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-lg px-2.5 text-left text-ink-2 transition-colors hover:bg-hover hover:text-ink"
        onClick={() => void task.run(() => port.vault.createPersonalVault())}
      >
        <span className="min-w-0 flex-1 truncate">{text.vault.makePersonal}</span>
        <Plus size={14} aria-hidden="true" />
      </button>
      {task.refusal !== undefined && (
        <Dialog
          open
          onOpenChange={(open) => !open && task.clear()}
          title={text.vault.makePersonal}
          footer={<Button onClick={task.clear}>{text.controls.close}</Button>}
        >
          <RefusalNotice refusal={task.refusal} />
        </Dialog>
      )}
    </li>
  );
}
