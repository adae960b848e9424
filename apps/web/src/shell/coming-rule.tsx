import type { OpenOrganization } from '@postern/client';
import { useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sayDay } from '../pages/administration/shared/days.ts';
import { usePort } from '../port-context.tsx';

/** Says what the organization will ask of this account from a date on, as long as it is not met. */
export function ComingRule({ organization }: { readonly organization: OpenOrganization }) {
  const text = useText();
  const { impact } = usePort();
  const { id, ledgerSeq } = organization;
  // Without the server nobody knows what this account has set up by now, so nothing is said.
  const { data } = useQuery({
    queryKey: ['coming', id, ledgerSeq],
    queryFn: () => impact.coming(),
    staleTime: 0,
  });
  const rule = data?.ok ? data.value : undefined;
  if (rule === undefined) return null;
  return (
    <p role="status" className="border-line border-b bg-accent-soft px-4 py-1.5 text-sm sm:px-6">
      {text.impact.coming(sayDay(rule.fromMs, text.locale))}{' '}
      <Link to="/account/second-factor" className="prose-link">
        {text.impact.setUpNow}
      </Link>
    </p>
  );
}
