import { Button, Section, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import type { GrantedPermission } from '../shared/may.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { useChange } from '../shared/use-change.ts';
import type { MemberPartProps } from './member-standing.tsx';
import { PermissionBoxes } from './permission-boxes.tsx';
import { grantedPermissions } from './permission-list.ts';
import { RoleDialog } from './role-dialog.tsx';

/** Role, and the permissions that are given one by one. */
export function MemberRole({ member, changes, mayChange }: MemberPartProps) {
  const text = useText();
  const { people } = usePort().administration;
  const change = useChange();
  const [settingRole, setSettingRole] = useState(false);
  const given = grantedPermissions.filter((permission) => member.permissions.includes(permission));
  const [wanted, setWanted] = useState<readonly GrantedPermission[]>();
  const shown = wanted ?? given;
  const changed = wanted !== undefined && wanted.join() !== given.join();
  const others = mayChange && member.role !== 'owner';
  const save = async () => {
    const done = await change.make({
      operation: () => people.setPermissions(member.id, shown),
      said: text.member.permissionsSaved,
      undo: () => people.setPermissions(member.id, given),
    });
    if (done) setWanted(undefined);
  };
  return (
    <Section
      title={text.member.permissionsTitle}
      lead={text.member.permissionsLead}
      aside={others && <Button onClick={() => setSettingRole(true)}>{text.members.setRole}</Button>}
    >
      <p>
        <span className="font-medium">{text.members.roles[member.role]}.</span>{' '}
        {member.role === 'owner' ? text.member.ownerHolds : text.members.roleSays[member.role]}{' '}
        <SetLine set={member.set.role} />
      </p>
      {member.role === 'member' && (
        <form
          className="mt-4 flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <RefusalNotice refusal={change.refusal} />
          <PermissionBoxes value={shown} onChange={setWanted} disabled={!others} />
          <div className="flex flex-wrap items-center gap-3">
            {changed && (
              <>
                <Button kind="primary" type="submit" busy={change.busy}>
                  {text.administration.save}
                </Button>
                <Button onClick={() => setWanted(undefined)}>{text.administration.discard}</Button>
              </>
            )}
            <SetLine set={member.set.permissions} />
          </div>
        </form>
      )}
      {settingRole && (
        <RoleDialog
          members={[member]}
          busy={changes.busy}
          onClose={() => setSettingRole(false)}
          onSet={(role) => {
            setSettingRole(false);
            void changes.setRole([member], role);
          }}
        />
      )}
    </Section>
  );
}
