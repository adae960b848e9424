import { type Decision, decide } from '@postern/access';
import { type OrganizationId, ok, type Result } from '@postern/core';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import type { Watchers } from '../organization/watch-organization.ts';
import type { Call } from '../platform/http/call.ts';
import type { StartStream } from '../platform/http/event-stream.ts';
import type { Platform } from '../platform/platform.ts';
import { endPassedRequests } from '../requests/end-passed.ts';
import { type Gathered, gatherFacts } from './facts.ts';
import { requestFor } from './guard.ts';
import { DateTimer, untilNextDateMs } from './until-next-date.ts';

/**
 * The stream a refused person waits on: it says `gate` when the gate would answer this session otherwise than it last
 * did, and `session-ended`. The gate is asked after a change of this organization or of the account's second factors, when
 * a date passes, and once a minute; to who waits nobody else's changes cost anything. INVARIANT: who is not in the organization hears nothing that an address without one
 * would not say, too.
 */
export function watchGate(
  { platform, ledgers, watchers }: WatchGatePorts,
  gathered: Gathered,
  address: string,
  call: Call,
): Result<StartStream, 'rate_limited'> {
  const session = gathered.session?.id;
  if (session === undefined) throw new Error('the question to the gate was let in without a session');
  const place = watchers.enter(session);
  if (!place.ok) return place;
  let target: OrganizationId | undefined = gathered.target;
  let last = answerOf(decide(gathered.facts));
  const account = gathered.session?.account;
  // What was gathered holds a whole ledger: nothing within refers to it, so that it does not live as long as the stream.
  return ok((stream) => {
    let over = false;
    /** Asked one after the other, so that the last answer is the newest. */
    let asking: Promise<void> = Promise.resolve();

    const askNow = async () => {
      if (over) return;
      const how = { noteUse: false };
      const now = await gatherFacts(platform, ledgers, call, { address }, requestFor('use'), how);
      if (over) return;
      if (!now.session) {
        stream.send({ kind: 'session-ended' });
        stream.end();
        return;
      }
      target = now.target;
      timer.set(untilNextDateMs(now.facts, now.ledger?.state));
      const answer = answerOf(decide(now.facts));
      if (answer === last) return;
      last = answer;
      await endPassedRequests(platform, now, address);
      stream.send({ kind: 'gate' });
    };
    const ask = () => {
      asking = asking.then(askNow).catch((error: unknown) => {
        // The client connects again and is told by the gate itself what is wrong.
        platform.log.fault('a waiting stream could not ask the gate', error, call.reference);
        stream.end();
      });
    };

    const unsubscribe = platform.feed.subscribe(({ kind, organization, account: about, details }) => {
      const isOwn = kind === 'factors' && about === account;
      if (kind === 'resync' || isOwn || (kind === 'ledger' && organization === target)) ask();
      // The gate says the same, and the client may understand it by now.
      if (kind === 'account-state' && about === account) stream.send({ kind: 'gate' });
      if (kind === 'resync' || (kind === 'request' && about === account && details?.address === address)) {
        stream.send({ kind: 'request' });
      }
      if (kind === 'session-ended' && details?.session === session) {
        stream.send({ kind: 'session-ended' });
        stream.end();
      }
    });
    const timer = new DateTimer(ask);
    stream.send({ kind: 'hello' });
    // Something may have happened between the guard and the subscription.
    ask();
    return () => {
      over = true;
      unsubscribe();
      timer.stop();
      place.value();
    };
  });
}

export interface WatchGatePorts {
  readonly platform: Platform;
  readonly ledgers: FoldedLedgers;
  readonly watchers: Watchers;
}

/** What of a decision the waiting person sees, as one text to compare. */
function answerOf(decision: Decision): string {
  // With the same code another factor may be what helps.
  return decision.ok ? 'allowed' : JSON.stringify([decision.code, decision.params, decision.remedies]);
}
