import { actAsOperator, type OperatorAct } from '../organization/operator-acts.ts';
import type { Config } from '../platform/config/parse-config.ts';
import { operatorActed } from '../platform/mail/mail-texts.ts';
import { besideServer, originOf, sendAsOperator } from './beside-server.ts';
import { OperationRefused } from './operation-refused.ts';

export interface ActReport {
  /** The organization's name, as its ledger has it. */
  readonly name: string;
  /** How many people were to be told. */
  readonly told: number;
  /** All of them were, by mail or in the outbox. */
  readonly mailed: boolean;
}

/**
 * Suspends or resumes the organization at an address, limits its seats or lifts its address list for a while; records it
 * and tells the owner and the custodians. Throws {@link OperationRefused} when nobody has the address.
 */
export async function actOnOrganization(
  config: Config,
  { address, act, nowMs }: { readonly address: string; readonly act: OperatorAct; readonly nowMs: number },
): Promise<ActReport> {
  return besideServer(config, async (db) => {
    const done = await actAsOperator(db, address, act, nowMs);
    if (done === undefined) throw new OperationRefused(`No organization has the address "${address}".`);
    const { name, tell } = done;
    const text = operatorActed({
      act: act.act,
      organization: name,
      origin: originOf(config),
      atMs: nowMs,
      ...(act.act === 'address_list_lifted' ? { untilMs: act.untilMs } : {}),
    });
    const clock = { nowMs: () => nowMs };
    const mails = tell.map((to) => ({ to, ...text }));
    return { name, told: tell.length, mailed: await sendAsOperator(config, db, clock, mails) };
  });
}
