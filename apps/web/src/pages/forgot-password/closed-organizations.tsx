import type { OrganizationAtReset } from '@postern/client';
import { buttonClass, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';

/** Organizations that do not know somebody's new keys yet: what opens each again, and the way there. */
export function ClosedOrganizations({
  organizations,
}: {
  readonly organizations: readonly OrganizationAtReset[];
}) {
  const words = useText().forgotPassword;
  return (
    <ul className="divide-y divide-line border-line border-y">
      {organizations.map(({ organization, name, address, need, helpers }) => (
        <li key={organization} className="flex flex-col gap-2 py-4">
          <p className="break-words font-medium">{name}</p>
          <p className="text-ink-2">{words.need[need](helpers.slice(0, 3))}</p>
          <div className="flex flex-wrap gap-2">
            {(need === 'recovery_code' || need === 'recovery_code_or_invitation') && (
              <Link
                to="/$organization/recover"
                params={{ organization: address }}
                className={buttonClass(need === 'recovery_code' ? 'primary' : 'secondary')}
              >
                {words.recover}
              </Link>
            )}
            {need !== 'recovery_code' && (
              <Link
                to="/$organization"
                params={{ organization: address }}
                className={buttonClass('secondary')}
              >
                {words.open(name)}
              </Link>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
