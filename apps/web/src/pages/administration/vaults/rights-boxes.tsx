import type { VaultRight } from '@postern/client';
import { Checkbox, useText } from '@postern/ui';
import { vaultRights } from './given.ts';

export interface RightsBoxesProps {
  /** Names the boxes together, e.g. the vault they are about. */
  readonly label: string;
  readonly rights: readonly VaultRight[];
  readonly onChange: (rights: readonly VaultRight[]) => void;
}

/** The rights on a vault, one by one. */
export function RightsBoxes({ label, rights, onChange }: RightsBoxesProps) {
  const text = useText();
  return (
    <ul aria-label={label} className="grid gap-2 sm:grid-cols-2">
      {vaultRights.map((right) => (
        <li key={right}>
          <Checkbox
            checked={rights.includes(right)}
            onCheckedChange={(on) =>
              onChange(vaultRights.filter((one) => (one === right ? on : rights.includes(one))))
            }
          >
            {text.vaultAccess.rights[right]}
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}
