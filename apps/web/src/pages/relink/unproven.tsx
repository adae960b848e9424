import { useText } from '@postern/ui';
import { useSnapshot } from '../../port-context.tsx';

/** What happened where somebody was let in by nobody who is known to have heard their words, and whom to call. */
export function Unproven() {
  const text = useText().relink.unproven;
  const { alarm } = useSnapshot();
  const isWrong = alarm?.code === 'relink_proof_wrong';
  return (
    <div className="mt-2 flex max-w-2xl flex-col gap-2 text-ink-2">
      <p>{isWrong ? text.wrong : text.elsewhere}</p>
      <p>{text.call}</p>
    </div>
  );
}
