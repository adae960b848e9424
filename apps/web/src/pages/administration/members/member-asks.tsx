import { isRelinkCode } from '@postern/access';
import type { MemberView } from '@postern/client';
import { buttonClass, Section, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';

/** A member who asks to be invited again: the words are typed in the request, which this leads to. */
export function MemberAsks({ member }: { readonly member: MemberView }) {
  const text = useText().relink.fixer;
  const { inbox } = usePort().requests;
  const { organization } = useParams({ from: '/$organization' });
  const { requestsRevision } = useOpenOrganization();
  const { data: listed } = useQuery({
    queryKey: ['requests of a member', member.id, requestsRevision],
    queryFn: () => inbox.list('open'),
    throwOnError: true,
  });
  const rows = listed?.ok === true ? listed.value.rows : [];
  const asks = rows.find((row) => row.member === member.id && isRelinkCode(row.code));
  if (asks === undefined) return null;
  return (
    <Section
      title={text.asks}
      lead={text.asksLead}
      aside={
        <Link
          to="/$organization/administration/requests/$request"
          params={{ organization, request: asks.request }}
          className={buttonClass('primary')}
        >
          {text.open}
        </Link>
      }
    />
  );
}
