import type { AccountId, Email } from '@postern/core';
import { handMailOver } from '../account/mailed-code.ts';
import type { Mail } from '../platform/mail/mail-port.ts';
import { type FactorNews, memberFactorChanged } from '../platform/mail/mail-texts.ts';
import type { Platform } from '../platform/platform.ts';

/** What second factors need to know of organizations: those an account is in, and who is told of it there. */
export type OverseersOf = (
  account: AccountId,
) => Promise<readonly { readonly name: string; readonly tell: readonly Email[] }[]>;

/** Tells every organization that an account is in. Call it after the transaction. */
export type TellOrganizations = (
  person: { readonly account: AccountId; readonly email: Email },
  change: FactorNews,
) => Promise<void>;

/** Whoever adds and removes factors for sport fills nobody's mailbox: after so many a day it is known. */
const mostADay = 20;

/** By a mail for each owner and custodian. What goes wrong is in the log: it happened, and the person goes on. */
export function tellOrganizations(platform: Platform, overseersOf: OverseersOf): TellOrganizations {
  return async ({ account, email }, change) => {
    try {
      const limited = await platform.limits.limit(`factors of ${account} told`, mostADay, 24 * 3600);
      if (!limited.ok) return;
      const moment = { origin: platform.publicOrigin(), atMs: platform.clock.nowMs() };
      const mails = organizationMails(await overseersOf(account), { change, who: email, ...moment });
      for (const mail of mails) await handMailOver(platform, mail);
    } catch (error) {
      platform.log.fault('organizations were not told of a second factor', error);
    }
  };
}

/** The mails that tell each owner and custodian of what happened to the factors of a member. */
export function organizationMails(
  organizations: Awaited<ReturnType<OverseersOf>>,
  of: Omit<Parameters<typeof memberFactorChanged>[0], 'organization'>,
): readonly Mail[] {
  return organizations.flatMap(({ name, tell }) => {
    const text = memberFactorChanged({ organization: name, ...of });
    return tell.map((to) => ({ to, ...text }));
  });
}
