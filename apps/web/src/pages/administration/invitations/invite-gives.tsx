import type { InviteDraft, VaultRole } from '@postern/client';
import type { GroupId, VaultId } from '@postern/core';
import { Section, Select, useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { groupName } from '../groups/group-name.ts';
import { PermissionBoxes } from '../members/permission-boxes.tsx';
import { grantedPermissions } from '../members/permission-list.ts';
import { RoleChoice } from '../members/role-dialog.tsx';
import { useMay, WhyNot } from '../shared/may.tsx';
import { PickList } from '../shared/pick-list.tsx';
import { useRead } from '../shared/read.tsx';
import { vaultRoles } from '../vaults/given.ts';

export interface InviteGivesProps {
  readonly draft: InviteDraft;
  readonly onChange: (change: Partial<InviteDraft>) => void;
}

/** Role, permissions, groups and vaults that an invitation gives: only what this person could give now. */
export function InviteGives({ draft, onChange }: InviteGivesProps) {
  const text = useText();
  const may = useMay();
  const port = usePort().administration;
  const groups = useRead('groups', () => port.groups.list());
  const vaults = useRead('vaults', () => port.vaultAccess.list());
  const givableGroups = groups?.ok ? groups.value.filter(({ canChange }) => canChange) : [];
  const givableVaults = vaults?.ok
    ? vaults.value.vaults.filter(({ canShare, kind, archived }) => canShare && kind === 'shared' && !archived)
    : [];
  const pickVaults = (picked: ReadonlySet<string>) =>
    onChange({
      grants: givableVaults
        .filter(({ vault }) => picked.has(vault))
        .map(
          ({ vault }) => draft.grants.find((grant) => grant.vault === vault) ?? { vault, given: 'operator' },
        ),
    });
  const setRole = (vault: VaultId, role: VaultRole) =>
    onChange({
      grants: draft.grants.map((grant) => (grant.vault === vault ? { vault, given: role } : grant)),
    });
  return (
    <Section title={text.invite.givesTitle}>
      <div className="flex flex-col gap-5">
        <RoleChoice
          role={draft.role}
          onChange={(role) => onChange({ role, ...(role === 'administrator' ? { permissions: [] } : {}) })}
        />
        <div className="grid items-start gap-5 sm:grid-cols-2">
          {may.holds('groups.manage') ? (
            <PickList
              label={text.invite.groups}
              none={text.invite.noGroups}
              options={givableGroups.map((group) => ({
                key: group.id,
                label: groupName(group, text),
                detail: text.groups.membersCount(group.members.length),
              }))}
              picked={new Set(draft.groups)}
              onPick={(picked) => onChange({ groups: [...picked] as GroupId[] })}
            />
          ) : (
            <WhyNot>
              {text.administration.mayNot(text.administration.permissions['groups.manage'].name)}
            </WhyNot>
          )}
          <PickList
            label={text.invite.vaults}
            none={text.invite.noVaults}
            options={givableVaults.map(({ vault, name }) => ({ key: vault, label: name }))}
            picked={new Set(draft.grants.map(({ vault }) => vault))}
            onPick={pickVaults}
          />
        </div>
        {draft.grants.length > 0 && (
          <div className="grid gap-3 sm:grid-cols-2">
            {draft.grants.map(({ vault, given }) => (
              <Select<VaultRole>
                key={vault}
                label={givableVaults.find((one) => one.vault === vault)?.name ?? vault}
                value={typeof given === 'string' ? given : 'reader'}
                options={vaultRoles.map((role) => ({
                  value: role,
                  label: text.vaultAccess.roles[role].name,
                }))}
                hint={typeof given === 'string' ? text.vaultAccess.roles[given].says : undefined}
                onValueChange={(role) => setRole(vault, role)}
              />
            ))}
          </div>
        )}
        {draft.role === 'member' && (
          <div>
            <h3 className="mb-2 font-medium text-sm">{text.invite.permissions}</h3>
            <PermissionBoxes
              value={grantedPermissions.filter((one) => draft.permissions.includes(one))}
              onChange={(permissions) => onChange({ permissions })}
            />
          </div>
        )}
      </div>
    </Section>
  );
}
