import type { Given } from '@postern/client';
import { Checkbox, useText } from '@postern/ui';
import { RadioCards } from '../shared/radio-cards.tsx';
import { vaultRights, vaultRoles } from './given.ts';

export interface GivenFieldsProps {
  readonly label: string;
  readonly given: Given;
  readonly onChange: (given: Given) => void;
}

/** A role, or rights picked one by one. */
export function GivenFields({ label, given, onChange }: GivenFieldsProps) {
  const text = useText();
  const { roles, single, rights } = text.vaultAccess;
  const picked = typeof given === 'string' ? [] : given;
  return (
    <div className="flex flex-col gap-3">
      <RadioCards
        label={label}
        value={typeof given === 'string' ? given : 'single'}
        onChange={(value) => onChange(value === 'single' ? ['view'] : value)}
        options={[
          ...vaultRoles.map((value) => ({ value, ...roles[value] })),
          { value: 'single' as const, ...single },
        ]}
      />
      {typeof given !== 'string' && (
        <ul className="grid gap-2 sm:grid-cols-2">
          {vaultRights.map((right) => (
            <li key={right}>
              <Checkbox
                checked={picked.includes(right)}
                onCheckedChange={(on) =>
                  onChange(vaultRights.filter((one) => (one === right ? on : picked.includes(one))))
                }
              >
                {rights[right]}
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
