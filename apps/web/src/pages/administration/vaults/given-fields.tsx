import type { Given } from '@postern/client';
import { useText } from '@postern/ui';
import { RadioCards } from '../shared/radio-cards.tsx';
import { vaultRoles } from './given.ts';
import { RightsBoxes } from './rights-boxes.tsx';

export interface GivenFieldsProps {
  readonly label: string;
  readonly given: Given;
  readonly onChange: (given: Given) => void;
}

/** A role, or rights picked one by one. */
export function GivenFields({ label, given, onChange }: GivenFieldsProps) {
  const text = useText();
  const { roles, single } = text.vaultAccess;
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
      {typeof given !== 'string' && <RightsBoxes label={single.name} rights={given} onChange={onChange} />}
    </div>
  );
}
