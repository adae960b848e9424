import type { NeedOfNewKeys } from '@postern/client';
import { useText } from '@postern/ui';

/** Each organization that new keys do not open, with what opens it again. */
export function CutOffList({
  organizations,
}: {
  readonly organizations: readonly Omit<NeedOfNewKeys, 'kit'>[];
}) {
  const words = useText().forgotPassword;
  return (
    <ul className="divide-y divide-line border-line border-y">
      {organizations.map(({ organization, name, role, isLastCustodian, need, helpers }) => (
        <li key={organization} className="flex flex-col gap-0.5 py-3">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="break-words font-medium">{name}</span>
            <span className="text-ink-2 text-sm">
              {isLastCustodian ? words.rolesAlone[role] : words.roles[role]}
            </span>
          </p>
          <p className="text-ink-2">{words.need[need](helpers.slice(0, 3))}</p>
        </li>
      ))}
    </ul>
  );
}
