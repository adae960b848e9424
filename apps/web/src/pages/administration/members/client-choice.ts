import type { LimitableClient, MemberView } from '@postern/client';

/** In the order they are shown. */
export const limitableClients = ['extension', 'app', 'cli'] as const satisfies readonly LimitableClient[];

/** A member's rule for one client: as for everybody, or an exception either way. */
export type ClientChoice = 'default' | 'allowed' | 'denied';
export const clientChoices = ['default', 'allowed', 'denied'] as const satisfies readonly ClientChoice[];
export type ClientRules = MemberView['clients'];
export const noClientRules: ClientRules = { allowed: [], denied: [] };

/** The rule for one client. */
export function choiceOf({ allowed, denied }: ClientRules, client: LimitableClient): ClientChoice {
  return allowed.includes(client) ? 'allowed' : denied.includes(client) ? 'denied' : 'default';
}

/** The rules with another choice for one client, each list in the order of {@link limitableClients}. */
export function withChoice(rules: ClientRules, client: LimitableClient, choice: ClientChoice): ClientRules {
  const chosen = (one: LimitableClient) => (one === client ? choice : choiceOf(rules, one));
  return {
    allowed: limitableClients.filter((one) => chosen(one) === 'allowed'),
    denied: limitableClients.filter((one) => chosen(one) === 'denied'),
  };
}

/** Clients that have an exception, and those it is taken from when another set of choices is laid over the rules. */
export function withChoices(
  rules: ClientRules,
  choices: Readonly<Partial<Record<LimitableClient, ClientChoice>>>,
): ClientRules {
  return limitableClients.reduce((now, client) => {
    const choice = choices[client];
    return choice === undefined ? now : withChoice(now, client, choice);
  }, rules);
}
