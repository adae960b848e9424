import type { Given, GrantView, VaultAccessView } from '@postern/client';
import { Button, EmptyState, Notice, Tag, type UiText, useText } from '@postern/ui';
import { useParams } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { AskHere } from '../../asking/ask-here.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { CheckAccessLink } from '../check/check-access-link.tsx';
import { groupName } from '../groups/group-name.ts';
import { useMay } from '../shared/may.tsx';
import { Read } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { useChange } from '../shared/use-change.ts';
import { type DataColumn, DataTable } from '../table/data-table.tsx';
import { ChangeGrantDialog } from './change-grant-dialog.tsx';
import { Enforcement } from './enforcement.tsx';
import { GiveDialog } from './give-dialog.tsx';
import { fewRights, sayGiven } from './given.ts';
import { accessVaultName } from './vault-title.ts';

/** Who can open one vault and what they may do there. */
export function VaultAccessPage() {
  const text = useText();
  const { vaultAccess } = usePort().administration;
  const { vault: id } = useParams({ strict: false });
  const back = { to: '/$organization/administration/vaults', label: text.vaultAccess.back } as const;
  return (
    <Read name="vaults" read={() => vaultAccess.list()}>
      {({ vaults }) => {
        const vault = vaults.find((one) => one.vault === id);
        return vault === undefined ? (
          <AdministrationPage title={text.vaultAccess.notFound} back={back} />
        ) : (
          <Access key={vault.vault} vault={vault} back={back} />
        );
      }}
    </Read>
  );
}

type Asking =
  | { readonly what: 'give' }
  | { readonly what: 'change'; readonly of: readonly GrantView[] }
  | undefined;

function Access({
  vault,
  back,
}: {
  readonly vault: VaultAccessView;
  readonly back: { readonly to: '/$organization/administration/vaults'; readonly label: string };
}) {
  const text = useText();
  const { vaultAccess } = usePort().administration;
  const may = useMay();
  const { address } = useOpenOrganization();
  const change = useChange();
  const [asking, setAsking] = useState<Asking>();
  const columns = useMemo(() => grantColumns(text), [text]);
  const mayChange = may.now && vault.canShare && vault.kind === 'shared' && !vault.archived;
  const name = accessVaultName(vault, text);
  const giveBack = (grants: readonly GrantView[]) =>
    vaultAccess.grant(
      vault.vault,
      grants.map(({ grantee, given }) => ({ grantee, given })),
    );
  const close = (done: boolean) => done && setAsking(undefined);
  const revoke = (grants: readonly GrantView[]) =>
    change.make({
      operation: () =>
        vaultAccess.revoke(
          vault.vault,
          grants.map(({ grantee }) => grantee),
        ),
      said: text.vaultAccess.revoked(grants.length),
      undo: () => giveBack(grants),
    });
  const give = (grantees: readonly GrantView['grantee'][], given: Given) =>
    change
      .make({
        operation: () =>
          vaultAccess.grant(
            vault.vault,
            grantees.map((grantee) => ({ grantee, given })),
          ),
        said: text.vaultAccess.gave(grantees.length),
        undo: () => vaultAccess.revoke(vault.vault, grantees),
      })
      .then(close);
  const changeGiven = (grants: readonly GrantView[], given: Given) =>
    change
      .make({
        operation: () => giveBack(grants.map((grant) => ({ ...grant, given }))),
        said: text.vaultAccess.changed,
        undo: () => giveBack(grants),
      })
      .then(close);
  const why = !may.now
    ? text.administration.offline
    : vault.kind === 'personal'
      ? text.vaultAccess.personalCannot
      : vault.canShare
        ? undefined
        : text.vaultAccess.cannot;
  const giveButton = mayChange && (
    <Button
      kind="primary"
      icon={<UserPlus size={16} aria-hidden="true" />}
      onClick={() => {
        change.clear();
        setAsking({ what: 'give' });
      }}
    >
      {text.vaultAccess.give}
    </Button>
  );

  return (
    <AdministrationPage
      back={back}
      title={name}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {vault.archived && <Tag tone="plain">{text.vaultAccess.archived}</Tag>}
          <SetLine set={vault.made} of={text.organizationHistory.made} />
        </span>
      }
      action={
        <>
          <CheckAccessLink search={{ tab: 'vault', vault: vault.vault }} label={text.checkAccess.fromVault} />
          {giveButton}
        </>
      }
    >
      <div className="mb-4 flex flex-col gap-2 empty:hidden">
        {why !== undefined && (
          <Notice>
            {why}
            {may.now && vault.kind === 'shared' && (
              <AskHere
                address={address}
                code="permission_missing"
                about={{ kind: 'vault', vault: vault.vault, right: 'share' }}
              />
            )}
          </Notice>
        )}
        {vault.keyStale && (
          <Notice tone="need" title={text.vaultAccess.stale}>
            {text.vaultAccess.staleSays}
          </Notice>
        )}
        {vault.grants.some(({ waits }) => waits) && (
          <p className="text-ink-2 text-sm">{text.vaultAccess.waitsSays}</p>
        )}
        {asking === undefined && <RefusalNotice refusal={change.refusal} />}
      </div>
      <DataTable
        caption={text.vaultAccess.grantsCaption(name)}
        filterLabel={text.vaultAccess.grantsFilter}
        columns={columns}
        rows={vault.grants}
        rowKey={({ grantee }) => grantee.id}
        rowName={(grant) => granteeName(grant, text)}
        {...(mayChange
          ? {
              bulk: (selected: readonly GrantView[], clear: () => void) => (
                <>
                  <Button
                    size="small"
                    onClick={() => {
                      change.clear();
                      setAsking({ what: 'change', of: selected });
                      clear();
                    }}
                  >
                    {text.vaultAccess.change}
                  </Button>
                  <Button
                    size="small"
                    busy={change.busy}
                    onClick={() => void revoke(selected).then((done) => done && clear())}
                  >
                    {text.vaultAccess.revoke}
                  </Button>
                </>
              ),
            }
          : {})}
        empty={<EmptyState title={text.vaultAccess.noGrants} action={giveButton} />}
      />
      <Enforcement />
      {asking?.what === 'give' && (
        <GiveDialog
          title={text.vaultAccess.giveTitle(name)}
          has={vault.grants}
          busy={change.busy}
          refusal={change.refusal}
          onClose={() => setAsking(undefined)}
          onGive={(grantees, given) => void give(grantees, given)}
        />
      )}
      {asking?.what === 'change' && (
        <ChangeGrantDialog
          grants={asking.of}
          busy={change.busy}
          refusal={change.refusal}
          onClose={() => setAsking(undefined)}
          onChange={(given) => void changeGiven(asking.of, given)}
        />
      )}
    </AdministrationPage>
  );
}

function granteeName({ grantee, label }: Pick<GrantView, 'grantee' | 'label'>, text: UiText): string {
  return grantee.kind === 'group' ? groupName({ name: label }, text) : label;
}

function grantColumns(text: UiText): readonly DataColumn<GrantView>[] {
  return [
    {
      key: 'who',
      header: text.vaultAccess.who,
      width: 'minmax(0, 2fr)',
      searched: (grant) => granteeName(grant, text),
      sortedBy: (grant) => granteeName(grant, text),
      cell: ({ label, grantee, waits }) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{granteeName({ label, grantee }, text)}</span>
          {grantee.kind === 'group' && <Tag tone="plain">{text.vaultAccess.group}</Tag>}
          {waits && <Tag tone="need">{text.vaultAccess.waits}</Tag>}
        </span>
      ),
    },
    {
      key: 'what',
      header: text.vaultAccess.what,
      width: 'minmax(0, 2fr)',
      searched: ({ given }) => sayGiven(given, text),
      sortedBy: ({ given }) => sayGiven(given, text),
      cell: ({ given }) => (
        <span className="block">
          {sayGiven(given, text)}
          <span className="block text-ink-3 text-xs">
            {typeof given === 'string'
              ? text.vaultAccess.roles[given].says
              : given.length > fewRights && given.map((right) => text.vaultAccess.rights[right]).join(', ')}
          </span>
        </span>
      ),
    },
    {
      key: 'set',
      header: text.vaultAccess.set,
      width: 'minmax(0, 1.2fr)',
      sortedBy: ({ set }) => -set.atMs,
      cell: ({ set }) => <SetLine set={set} short />,
    },
  ];
}
