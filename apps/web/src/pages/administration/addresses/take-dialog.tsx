import type { ListedAddressView } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useText } from '@postern/ui';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { sayAction } from '../impact/say-impact.ts';
import { useImpact } from '../impact/use-impact.ts';
import { ChangeDialog } from '../shared/change-dialog.tsx';

export interface TakeDialogProps {
  readonly addresses: readonly ListedAddressView[];
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  readonly onClose: () => void;
  readonly onTake: () => void;
}

/** Takes entries off a list that counts, with whom that refuses. */
export function TakeDialog({ addresses, busy, refusal, onClose, onTake }: TakeDialogProps) {
  const text = useText();
  const remove = addresses.map(({ range }) => range);
  const foreseen = useImpact({ kind: 'addresses', add: [], remove });
  return (
    <ChangeDialog
      title={text.addresses.takeTitle(addresses.length)}
      action={sayAction(foreseen, text, text.addresses.remove)}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onSubmit={onTake}
    >
      <ul className="max-h-40 overflow-y-auto">
        {addresses.map(({ range, label }) => (
          <li key={range} className="wrap-anywhere">
            <code className="font-mono">{range}</code> {label}
          </li>
        ))}
      </ul>
      <ImpactPanel foreseen={foreseen} />
    </ChangeDialog>
  );
}
