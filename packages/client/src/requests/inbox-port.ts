import type { GateCode } from '@postern/access';
import {
  type AccessRequest,
  listRequests,
  readRequest,
  refuseRequest,
  reopenRequest,
} from '@postern/contract';
import { newId, type OrganizationId, ok, type RequestId, type Result, refuse } from '@postern/core';
import type { LedgerState } from '@postern/ledger';
import { type Administered, changeLedger, readAdministered } from '../administration/administered.ts';
import { renewEverything } from '../administration/people-port.ts';
import type { ClientCore } from '../client-core.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import { statementOf } from '../relink/hear-words.ts';
import { bindToShown } from './bind-to-shown.ts';
import { askerOf, inboxRow, openedRequest, operatorTold } from './open-request.ts';
import type { InboxPort, OpenedRequest, RemedyChoice, Settled } from './port.ts';
import { type Helped, remedyEvent } from './remedy-event.ts';
import { ShownRequests, wasOffered } from './shown-requests.ts';
import { type Taken, undoEvent } from './undo-event.ts';
import { type Heard, hear, isWordChoice } from './word-remedies.ts';

/** For so long the server takes a settling back. */
const undoForMs = 60 * 60_000;

/** What taking a settling back needs. INVARIANT: kept in memory alone. */
interface Undo {
  readonly organization: OrganizationId;
  readonly request: RequestId;
  readonly untilMs: number;
  readonly taken?: Taken & {
    readonly helped: Helped;
    readonly choices: readonly RemedyChoice[];
  };
}

/** Who is back comes first: what follows is given to members who are. */
const firstOf: readonly RemedyChoice['remedy'][] = ['enable_member', 'extend_member'];

/** The access inbox of the entered organization. */
export function createInboxPort(core: ClientCore): InboxPort {
  const undos = new Map<string, Undo>();
  const shownRequests = new ShownRequests();

  const keepUndo = (undo: Omit<Undo, 'untilMs'>): string => {
    const nowMs = core.clock.nowMs();
    for (const [token, { untilMs }] of undos) if (untilMs <= nowMs) undos.delete(token);
    const token = newId<string & RequestId>();
    undos.set(token, { ...undo, untilMs: nowMs + undoForMs });
    return token;
  };

  /** What is shown of it from here on is what a remedy is signed for. */
  const opened = async (administered: Administered, served: AccessRequest): Promise<OpenedRequest> => {
    const operator = await operatorTold(core, administered);
    const { member } = askerOf(administered.state, served);
    const statement = member && (await statementOf(served.relink, member));
    const request = openedRequest(administered, served, operator, core.clock.nowMs(), statement);
    const { organization } = administered.entered;
    const { offers } = request;
    return { ...request, shown: shownRequests.keep({ organization, to: administered.self, served, offers }) };
  };

  const read = async (request: RequestId) => {
    // What was done a moment ago is not offered once more.
    const refreshed = await core.entered?.refreshLedger();
    if (refreshed?.ok === false && refreshed.code !== 'server_unreachable') return refreshed;
    const administered = await readAdministered(core);
    if (!administered.ok) return administered;
    const params = { organization: administered.value.entered.organization, request };
    const served = await core.api.call(readRequest, { params });
    if (!served.ok) return served;
    return ok({ administered: administered.value, served: served.value, params });
  };

  /** The ledger may have moved with what was settled, so it is read anew. */
  const settled = async (served: AccessRequest, undo: string | undefined): Promise<Result<Settled>> => {
    const administered = await readAdministered(core);
    if (!administered.ok) return administered;
    const request = await opened(administered.value, served);
    const stillBlocked = request.checks.flatMap(({ outcome, denial }) =>
      outcome === 'blocked' && denial !== undefined ? [denial.code as GateCode] : [],
    );
    return ok({ request, stillBlocked, undo });
  };

  return {
    list: async (which, after) => {
      const administered = await readAdministered(core);
      if (!administered.ok) return administered;
      const { state, entered } = administered.value;
      const listed = await core.api.call(listRequests, {
        params: { organization: entered.organization },
        query: {
          ...(which === 'settled' ? { settled: 'true' as const } : {}),
          ...(after === undefined ? {} : { after }),
        },
      });
      if (!listed.ok) return listed;
      const { requests, open, next } = listed.value;
      return ok({
        rows: requests.map((served) => inboxRow(state, served)),
        open,
        next,
      });
    },
    open: async (request) => {
      const found = await read(request);
      if (!found.ok) return found;
      return ok(await opened(found.value.administered, found.value.served));
    },
    settle: async ({ request, shown: name }, choices) => {
      const found = await read(request);
      if (!found.ok) return found;
      const { administered, served, params } = found.value;
      if (served.state !== 'open') return refuse('request_settled');
      const shown = shownRequests.find(name, { ...params, to: administered.self });
      if (shown === undefined || !choices.every((choice) => wasOffered(shown.offers, choice))) {
        return refuse('request_changed');
      }
      const bound = bindToShown(shown.served, served);
      if (!bound.ok) return bound;
      const asked = bound.value;
      const ordered = [...choices].sort((a, b) => rank(a) - rank(b));
      const heard = await hearAll(core, administered.state, asked, choices);
      if (!heard.ok) return heard;
      let before: LedgerState | undefined;
      let helped: Helped | undefined;
      const changed = await changeLedger(core, async (state, by) => {
        const { member } = askerOf(state, asked);
        if (member === undefined || ordered.length === 0) return refuse('member_not_found');
        before = state;
        helped = { member, attempt: asked.attempt, about: asked.about };
        const nowMs = core.clock.nowMs();
        const events: DraftedEvent[] = [];
        for (const choice of ordered) {
          const forWords = heard.value.get(choice)?.(state, by.member);
          if (forWords?.ok === false) return forWords;
          const event = forWords?.value ?? remedyEvent(state, helped, choice, nowMs);
          if (event === undefined) return refuse('member_not_found');
          events.push(event);
        }
        return ok({ events: inOne(events), request });
      });
      const now = await core.api.call(readRequest, { params });
      if (!changed.ok) {
        // Somebody who was faster may have done the very same, which the ledger then refuses to do twice.
        return now.ok && now.value.state !== 'open' ? refuse('request_settled') : changed;
      }
      if (!now.ok) return now;
      const mayUndo = !choices.some(isWordChoice);
      const taken = mayUndo && helped && before && { helped, choices: ordered, before, after: changed.value };
      const { organization } = params;
      return settled(now.value, taken ? keepUndo({ organization, request, taken }) : undefined);
    },
    refuse: async (request, note) => {
      const administered = await readAdministered(core);
      if (!administered.ok) return administered;
      const { organization } = administered.value.entered;
      const refused = await core.api.call(refuseRequest, {
        params: { organization, request },
        body: { note },
      });
      if (!refused.ok) return refused;
      return settled(refused.value, keepUndo({ organization, request }));
    },
    undo: async (token) => {
      const kept = undos.get(token);
      const administered = await readAdministered(core);
      if (!administered.ok) return administered;
      const { organization } = administered.value.entered;
      if (kept?.organization !== organization || kept.untilMs <= core.clock.nowMs()) {
        return refuse('request_settled');
      }
      const { taken, request } = kept;
      if (taken !== undefined) {
        const { helped, choices } = taken;
        const undone = await changeLedger(core, async (state) => {
          const nowMs = core.clock.nowMs();
          // The last first: who was let in is shut out again at the end.
          const events = [...choices]
            .reverse()
            .flatMap((choice) => undoEvent(state, taken, helped, choice, nowMs) ?? []);
          return ok({ events: inOne(events) });
        });
        if (!undone.ok) return undone;
        await renewEverything(core);
      }
      const params = { organization, request };
      let reopened = await core.api.call(reopenRequest, { params, body: {} });
      if (!reopened.ok && reopened.code === 'request_settled') {
        // What was done may have left it open, or a lost answer reopened it: then there is nothing left to take back.
        const now = await core.api.call(readRequest, { params });
        if (now.ok && now.value.state === 'open') reopened = now;
      }
      if (!reopened.ok) return reopened;
      // Until here a line that was lost can be tried again.
      undos.delete(token);
      const now = await readAdministered(core);
      return now.ok ? ok(await opened(now.value, reopened.value)) : now;
    },
  };
}

/** What words were typed for among the choices, compared before anything is signed. */
async function hearAll(
  core: ClientCore,
  state: LedgerState,
  asked: AccessRequest,
  choices: readonly RemedyChoice[],
): Promise<Result<ReadonlyMap<RemedyChoice, Heard>>> {
  const heard = new Map<RemedyChoice, Heard>();
  const account = core.account();
  if (!account.ok) return account;
  const { member } = askerOf(state, asked);
  for (const choice of choices) {
    if (!isWordChoice(choice)) continue;
    if (member === undefined) return refuse('member_not_found');
    const one = await hear(account.value.store, state, member, asked, choice);
    if (!one.ok) return one;
    heard.set(choice, one.value);
  }
  return ok(heard);
}

function rank({ remedy }: RemedyChoice): number {
  const at = firstOf.indexOf(remedy);
  return at < 0 ? firstOf.length : at;
}

/** Settings are set by one event, however many of them change. */
function inOne(events: readonly DraftedEvent[]): DraftedEvent[] {
  const settings = events.flatMap((event) => (event.type === 'settings_set' ? [event.body.set] : []));
  if (settings.length < 2) return [...events];
  const others = events.filter(({ type }) => type !== 'settings_set');
  return [...others, { type: 'settings_set', body: { set: Object.assign({}, ...settings) } }];
}
