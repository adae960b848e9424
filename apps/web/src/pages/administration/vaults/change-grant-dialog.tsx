import type { Given, GrantView } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useText } from '@postern/ui';
import { useState } from 'react';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { GivenFields } from './given-fields.tsx';

export interface ChangeGrantDialogProps {
  readonly grants: readonly GrantView[];
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  readonly onClose: () => void;
  readonly onChange: (given: Given) => void;
}

/** Another role or other rights for those who have the vault. */
export function ChangeGrantDialog({ grants, busy, refusal, onClose, onChange }: ChangeGrantDialogProps) {
  const text = useText();
  const [only] = grants;
  const [given, setGiven] = useState<Given>(
    grants.length === 1 && only !== undefined ? only.given : 'operator',
  );
  return (
    <ChangeDialog
      title={text.vaultAccess.changeTitle(grants.length)}
      busy={busy}
      refusal={refusal}
      ready={given.length > 0}
      onClose={onClose}
      onSubmit={() => onChange(given)}
    >
      <GivenFields label={text.vaultAccess.giveAs} given={given} onChange={setGiven} />
    </ChangeDialog>
  );
}
