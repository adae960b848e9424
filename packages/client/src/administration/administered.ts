import { isAlarmCode } from '@postern/access';
import { type MemberId, ok, type Result, refuse } from '@postern/core';
import { findMember, type LedgerEvent, type LedgerState } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import { type Appender, appendEvents, type Intent } from '../organization/append-events.ts';
import type { EnteredOrganization } from '../organization/entered-organization.ts';
import type { SetBy } from './port.ts';

/** The entered organization as its administration reads it: the verified fold, and what was done to get there. */
export interface Administered {
  readonly entered: EnteredOrganization;
  readonly state: LedgerState;
  readonly self: MemberId;
  readonly events: readonly LedgerEvent[];
  /** Who signed the event at a position, and when it is dated. */
  readonly setBy: (seq: number) => SetBy;
}

/** Reads what this device has verified; refused with `locked` while no organization is open. */
export async function readAdministered(core: ClientCore): Promise<Result<Administered>> {
  const { entered } = core;
  const state = entered?.ledger.known()?.state;
  const appender = entered?.appender();
  if (entered === undefined || state === undefined || entered.facts() === undefined) return refuse('locked');
  // After an alarm nothing is written, and what is known stays readable.
  const account = core.account();
  if (!account.ok) return account;
  const self = appender?.ok ? appender.value.member : memberOf(state, account.value.opened.keys.account);
  if (self === undefined) return refuse('locked');
  const events = await entered.book.upTo(state);
  return ok({ entered, state, self, events, setBy: (seq) => setBy(state, events, seq) });
}

function memberOf(state: LedgerState, account: string): MemberId | undefined {
  return Object.values(state.members).find((one) => one.account === account && one.status === 'active')?.id;
}

function setBy(state: LedgerState, events: readonly LedgerEvent[], seq: number): SetBy {
  const event = events[seq];
  return { by: emailOf(state, event?.by ?? ''), atMs: event?.at ?? state.lastAtMs, seq };
}

/** The email address of a member, `recovery` for the recovery key. */
export function emailOf(state: LedgerState, member: string): string {
  return findMember(state, member)?.email ?? member;
}

/** Who appends to the entered organization, if nothing stands against it. */
export function readyToAppend(core: ClientCore): Result<Appender> {
  const alarm = core.blockingAlarm();
  if (alarm !== undefined) return alarm;
  return core.entered?.appender() ?? refuse('locked');
}

/**
 * Appends what `intend` wants to the entered organization's ledger. Alarms are raised; the snapshot is drawn anew, since
 * a refusal may have read the ledger further as well.
 */
export async function changeLedger(
  core: ClientCore,
  intend: (state: LedgerState, by: Appender) => Promise<Result<Intent>>,
): Promise<Result<LedgerState>> {
  const by = readyToAppend(core);
  if (!by.ok) return by;
  const appended = await appendEvents(by.value, (state) => intend(state, by.value));
  if (!appended.ok && isAlarmCode(appended.code)) core.raise(appended);
  core.show();
  return appended;
}
