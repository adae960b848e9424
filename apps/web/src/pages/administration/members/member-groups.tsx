import type { MemberView } from '@postern/client';
import { buttonClass, Section, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { groupName } from '../groups/group-name.ts';

/** Groups the member is in, each leading to its page, where that is changed. */
export function MemberGroups({ member }: { readonly member: MemberView }) {
  const text = useText();
  const { organization } = useParams({ from: '/$organization' });
  return (
    <Section title={text.member.groupsTitle} lead={text.member.groupsLead}>
      {member.groups.length === 0 ? (
        <p className="text-ink-2">{text.member.noGroups}</p>
      ) : (
        <ul className="flex flex-wrap gap-1.5">
          {member.groups.map((group) => (
            <li key={group.id}>
              <Link
                to="/$organization/administration/groups/$group"
                params={{ organization, group: group.id }}
                className={buttonClass('secondary', 'small')}
              >
                {groupName(group, text)}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 text-ink-2">
        {text.member.vaultsCount(member.vaultCount)}{' '}
        {member.waitsFor > 0 && <span className="text-need">{text.member.waitsFor(member.waitsFor)}</span>}
      </p>
    </Section>
  );
}
