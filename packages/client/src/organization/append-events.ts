import { appendLedger, type SealedKey } from '@postern/contract';
import {
  type Bytes,
  type Clock,
  type MemberId,
  type OrganizationId,
  ok,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import { type AccountKeys, ObjectType, signObject } from '@postern/crypto';
import { draftEvent, type EventBody, type EventType, type LedgerState, verifyChain } from '@postern/ledger';
import type { Api } from '../api/api.ts';
import type { KeyOpener } from './key-opener.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';
import { type KeySource, sealRequiredKeys } from './seal-required-keys.ts';

/** Who appends, and to which verified ledger. */
export interface Appender {
  readonly api: Api;
  readonly organization: OrganizationId;
  readonly member: MemberId;
  readonly keys: AccountKeys;
  readonly ledger: LedgerKeeper;
  readonly opener: KeyOpener;
  readonly clock: Clock;
}

type DraftedEvent = {
  readonly [Type in Exclude<EventType, 'genesis'>]: { readonly type: Type; readonly body: EventBody<Type> };
}[Exclude<EventType, 'genesis'>];

/** What is to be appended after a state; no events when nothing is left to do. Keys that are new with it come first, all others from the keyring. */
export interface Intent {
  readonly events: readonly DraftedEvent[];
  readonly newKeys?: Partial<KeySource>;
}

const attempts = 6;

/**
 * Signs and appends events on the newest verified state. Whoever loses the race reads again, forms the intent anew and
 * signs again. The state with the events, once the server has them.
 */
export async function appendEvents(
  by: Appender,
  intend: (state: LedgerState) => Promise<Result<Intent>>,
): Promise<Result<LedgerState>> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const synced = await by.ledger.sync();
    if (!synced.ok) return synced;
    if (synced.value === 'behind') return refuse('ledger_behind');
    const state = by.ledger.known()?.state;
    if (state === undefined) throw new Error('a ledger was verified and is not known');
    const intent = await intend(state);
    if (!intent.ok) return intent;
    if (intent.value.events.length === 0) return ok(state);
    const signed = await signIntent(by, state, intent.value);
    if (!signed.ok) return signed;
    const { after, events, sealedKeys } = signed.value;
    const appended = await by.api.call(appendLedger, {
      params: { organization: by.organization },
      body: { events: events.map((event) => toBase64Url(event)), sealedKeys: [...sealedKeys] },
    });
    if (appended.ok) {
      // The server says where it is now; anywhere else than here it is somewhere it may not be.
      if (appended.value.head.hash !== after.head.hash) return refuse('ledger_fork');
      const adopted = await by.ledger.adopt(after, events);
      return adopted.ok ? ok(after) : adopted;
    }
    if (appended.code !== 'head_moved') return appended;
  }
  return refuse('head_moved');
}

async function signIntent(
  by: Appender,
  state: LedgerState,
  { events: drafted, newKeys }: Intent,
): Promise<
  Result<{
    readonly after: LedgerState;
    readonly events: readonly Bytes[];
    readonly sealedKeys: readonly SealedKey[];
  }>
> {
  const source: KeySource = {
    vaultKey: async (vault, epoch) =>
      (await newKeys?.vaultKey?.(vault, epoch)) ?? (await by.opener.vaultKey(vault, epoch)),
    organizationKey: async (epoch) =>
      (await newKeys?.organizationKey?.(epoch)) ?? (await by.opener.organizationKey(epoch)),
  };
  const events: Bytes[] = [];
  const sealedKeys: SealedKey[] = [];
  let after = state;
  for (const { type, body } of drafted) {
    const payload = draftEvent(after, by.member, type, body as never, by.clock.nowMs());
    const bytes = await signObject(ObjectType.ledgerEvent, by.keys.signing, payload);
    // The same reducer that every reader runs says whether the event may stand, before anybody sees it.
    const verified = await verifyChain(after, [bytes]);
    if (!verified.ok) return verified;
    after = verified.value.state;
    const sealed = await sealRequiredKeys(after, payload, by.member, source);
    if (sealed === undefined) return refuse('keys_missing');
    events.push(bytes);
    sealedKeys.push(...sealed);
  }
  return ok({ after, events, sealedKeys });
}
