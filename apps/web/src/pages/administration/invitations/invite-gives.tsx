import type { Given, InviteDraft, VaultRole } from '@postern/client';
import type { GroupId, VaultId } from '@postern/core';
import { classNames, Section, Select, useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { groupName } from '../groups/group-name.ts';
import { PermissionBoxes } from '../members/permission-boxes.tsx';
import { grantedPermissions } from '../members/permission-list.ts';
import { RoleChoice } from '../members/role-dialog.tsx';
import { useMay, WhyNot } from '../shared/may.tsx';
import { PickList } from '../shared/pick-list.tsx';
import { useRead } from '../shared/read.tsx';
import { vaultRoles } from '../vaults/given.ts';
import { RightsBoxes } from '../vaults/rights-boxes.tsx';

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
  const setGiven = (vault: VaultId, given: Given) =>
    onChange({
      grants: draft.grants.map((grant) => (grant.vault === vault ? { vault, given } : grant)),
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
          <div className="grid items-start gap-3 sm:grid-cols-2">
            {draft.grants.map(({ vault, given }) => (
              <InvitedGrant
                key={vault}
                name={givableVaults.find((one) => one.vault === vault)?.name ?? vault}
                given={given}
                onChange={(next) => setGiven(vault, next)}
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

/** What an invitation gives on one vault: a role, or rights one by one. */
function InvitedGrant({
  name,
  given,
  onChange,
}: {
  readonly name: string;
  readonly given: Given;
  readonly onChange: (given: Given) => void;
}) {
  const text = useText();
  const { roles, single } = text.vaultAccess;
  const isRole = typeof given === 'string';
  return (
    <div className={classNames('flex flex-col gap-3', !isRole && 'sm:col-span-2')}>
      <Select<VaultRole | 'single'>
        label={name}
        value={isRole ? given : 'single'}
        options={[
          ...vaultRoles.map((role) => ({ value: role, label: roles[role].name })),
          { value: 'single' as const, label: single.name },
        ]}
        hint={isRole ? roles[given].says : single.says}
        onValueChange={(value) => onChange(value === 'single' ? ['view'] : value)}
      />
      {!isRole && (
        // Nobody is invited to nothing: the last right stays.
        <RightsBoxes
          label={name}
          rights={given}
          onChange={(rights) => rights.length > 0 && onChange(rights)}
        />
      )}
    </div>
  );
}
