import { useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { usePort } from '../../port-context.tsx';
import { ClosedOrganizations } from './closed-organizations.tsx';

/** At home, for somebody who began anew: the organizations that are not open yet. */
export function ClosedAtHome() {
  const words = useText().forgotPassword;
  const port = usePort();
  const { data } = useQuery({
    queryKey: ['closed-organizations'],
    queryFn: () => port.forgotPassword.closedOrganizations(),
  });
  if (data?.ok !== true || data.value.length === 0) return null;
  return (
    <section className="mb-8 flex flex-col gap-3">
      <h2 className="font-medium">{words.closedTitle}</h2>
      <p className="text-ink-2">{words.anewLead}</p>
      <ClosedOrganizations organizations={data.value} />
    </section>
  );
}
