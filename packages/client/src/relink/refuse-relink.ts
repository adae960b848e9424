import { isAlarmCode } from '@postern/access';
import { getAccount } from '@postern/contract';
import { type HashB64, type OrganizationId, ok, type Result, refuse } from '@postern/core';
import type { SaidRefusal } from '@postern/crypto';
import { findMemberByAccount } from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { untoldRefusals, withLedgerHead, withRefusalTold } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import { appendEvents } from '../organization/append-events.ts';
import { createKeyOpener } from '../organization/key-opener.ts';
import { createLedgerKeeper, type LedgerKeeper } from '../organization/ledger-keeper.ts';
import { keysKnownAs } from '../organization/tell-new-keys.ts';

/**
 * Says in the ledger of every organization that has not heard it yet that a key statement is not the person's: nobody links a
 * member under it from then on, whatever words are told. Where an organization does not take it now, the others have it all the
 * same, and it is told there when the account is next opened. Answers the addresses of those. `not`: a statement to say nothing of.
 */
export async function tellRefusals(core: ClientCore, not?: HashB64): Promise<Result<readonly string[]>> {
  const account = core.account();
  if (!account.ok) return account;
  const { state } = account.value;
  const untold = new Set<string>();
  for (const one of untoldRefusals(state.current())) {
    if (one.statementHash === not) continue;
    const alarm = core.blockingAlarm();
    const told = alarm ?? (await tellOne(core, account.value, one));
    if (told.ok) await state.keep((known) => withRefusalTold(known, one.statementHash, one.org));
    else untold.add(addressOf(account.value, one.org));
    if (!told.ok && isAlarmCode(told.code)) core.raise(told);
  }
  return ok([...untold]);
}

/**
 * Goes on where a refusal was interrupted. As long as the server has the generation, it is the person's to refuse it once more:
 * they may have thought better of it.
 */
export async function resumeRefusals(core: ClientCore): Promise<void> {
  const account = core.account();
  if (!account.ok || untoldRefusals(account.value.state.current()).length === 0) return;
  const served = await core.api.call(getAccount, {});
  const open = core.account();
  if (!served.ok || !open.ok || open.value !== account.value) return;
  await tellRefusals(core, served.value.waiting?.statementHash);
}

function addressOf({ state }: OpenAccount, org: OrganizationId): string {
  return state.current().heads.find((one) => one.org === org)?.address ?? '';
}

async function tellOne(
  core: ClientCore,
  account: OpenAccount,
  { org, statementHash }: SaidRefusal,
): Promise<Result<undefined>> {
  const { keys: inForce } = account.opened;
  const entered = core.entered?.organization === org ? core.entered : undefined;
  const ledger = entered?.ledger ?? ledgerBeside(core, account, org);
  await ledger.load();
  const synced = await ledger.sync();
  if (!synced.ok) return synced;
  const state = ledger.known()?.state;
  const member = state && findMemberByAccount(state, inForce.account);
  if (state === undefined || member === undefined) return refuse('not_found');
  if (member.status === 'removed') return ok();
  const keys = await keysKnownAs(member, inForce, account.state.current().formerKeys);
  if (member.keys.statementHash !== keys.statement.hash) {
    // Linked under the keys that are refused, the member says so once a custodian has taken these back.
    return member.keys.generation > keys.generation ? refuse('relink_required') : ok();
  }
  const appended = await appendEvents(
    {
      api: core.api,
      clock: core.clock,
      organization: org,
      member: member.id,
      keys,
      ledger,
      // It carries no keys and lists no vaults.
      opener: createKeyOpener({
        api: core.api,
        organization: org,
        member: member.id,
        keys,
        ledger: () => ledger.known()?.state ?? state,
        keyring: () => account.state.current().keyring,
        keep: async () => {},
      }),
      mayGiveKeys: async () => false,
      pinnedHead: () => undefined,
    },
    async (newest) => {
      const isRefused = newest.members[member.id]?.refusedStatements.includes(statementHash) ?? false;
      const body = { member: member.id, statementHash };
      return ok({ events: isRefused ? [] : [{ type: 'relink_refuse' as const, body }] });
    },
  );
  return appended.ok ? ok() : appended;
}

/**
 * The ledger of an organization that is not entered, verified from what this device kept. It writes nothing to the device: whoever
 * enters meanwhile has a keeper of their own there.
 */
function ledgerBeside(core: ClientCore, { state, store }: OpenAccount, org: OrganizationId): LedgerKeeper {
  return createLedgerKeeper({
    api: core.api,
    store: { ...store, write: async () => {} },
    organization: org,
    pin: () => state.current().heads.find((head) => head.org === org),
    // What was said there is not to be taken back by a server that shows less of it later.
    onHead: ({ head, address }) => state.keep((known) => withLedgerHead(known, { ...head, address, org })),
  });
}
