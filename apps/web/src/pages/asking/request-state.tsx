import { type Fixer, fixers, revealOf } from '@postern/access';
import type { OwnRequest } from '@postern/client';
import { Button, classNames, sayExactly, sayWhen, type UiText, useText } from '@postern/ui';
import type { ReactNode } from 'react';
import type { Asking } from './use-asking.ts';
import { useReached } from './use-reached.ts';

/** Roles as they stand within a sentence: "the people who manage settings and the owner of the organization". */
function sayRoles(roles: readonly Fixer[], text: UiText): string {
  const labels = [...new Set(roles.map((role) => fixers[role]))];
  return new Intl.ListFormat(text.locale).format(
    labels.map((label) => text.asking.role(`${label.charAt(0).toLowerCase()}${label.slice(1)}`)),
  );
}

/** "13:02", or with the day when that is not today. */
export function sayFrom(atMs: number, text: UiText): string {
  const at = new Date(atMs);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(text.locale, {
    ...(today ? {} : { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}

export interface OpenRequestProps {
  readonly request: OwnRequest;
  readonly asking: Asking;
  /** Said last: what happens here once it is granted. */
  readonly waits: string;
}

/** An open request: who was asked and when, whether anybody has seen it, and what can be done meanwhile. */
export function OpenRequest({ request, asking, waits }: OpenRequestProps) {
  const text = useText();
  const words = text.asking;
  const say = (atMs: number) => sayWhen(atMs, Date.now(), text);
  const mayRemind = useReached(request.mayAskAgainAtMs);
  // Whoever is no member is not told whether anybody saw it: that would tell that the organization exists.
  const tellsSeen = revealOf(request.code) === 'member';
  const again = request.lastAskedAtMs > request.askedAtMs;
  return (
    <section aria-label={words.stateTitle} tabIndex={-1} className="mt-3 outline-none">
      <div role="status">
        <ol className="flex flex-col">
          <Step done title={words.asked(say(request.askedAtMs))} atMs={request.askedAtMs}>
            {request.code === 'invitation_required'
              ? words.sentIfExists
              : request.sentTo.length > 0 && words.sentTo(sayRoles(request.sentTo, text))}
            {request.mail === 'waiting' && <span className="block text-need">{words.mailWaiting}</span>}
            {request.note !== '' && <Quote label={words.yourNote}>{request.note}</Quote>}
          </Step>
          {again && (
            <Step done title={words.askedAgain(say(request.lastAskedAtMs))} atMs={request.lastAskedAtMs} />
          )}
          {tellsSeen &&
            (request.seenAtMs === undefined ? (
              <Step title={words.notSeen} />
            ) : (
              <Step done title={words.seen(say(request.seenAtMs))} atMs={request.seenAtMs} />
            ))}
          <Step title={words.waiting} last>
            {waits}
          </Step>
        </ol>
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          size="small"
          busy={asking.busy}
          disabled={!mayRemind}
          onClick={() => void asking.ask(request.note)}
        >
          {words.remind}
        </Button>
        <Button kind="quiet" size="small" busy={asking.busy} onClick={() => void asking.withdraw()}>
          {words.withdraw}
        </Button>
        <span className="text-ink-2 text-sm">
          {mayRemind
            ? words.endsAt(
                new Date(request.expiresAtMs).toLocaleDateString(text.locale, { dateStyle: 'long' }),
              )
            : words.remindFrom(sayFrom(request.mayAskAgainAtMs, text))}
        </span>
      </div>
    </section>
  );
}

/** What a request came to, until the same is asked again. */
export function SettledRequest({ request }: { readonly request: OwnRequest }) {
  const text = useText();
  const words = text.asking;
  const mayAsk = useReached(request.mayAskAgainAtMs);
  const say = (atMs: number | undefined) => sayWhen(atMs ?? request.lastAskedAtMs, Date.now(), text);
  return (
    <section aria-label={words.stateTitle} tabIndex={-1} className="mt-3 outline-none">
      <div role="status" className="flex flex-col gap-1">
        {request.state === 'expired' && <p>{words.expired(say(request.lastAskedAtMs))}</p>}
        {request.state === 'granted' && (
          <p>
            <span className="font-medium text-in">{words.granted(say(request.settledAtMs))}.</span>{' '}
            {words.grantedLead}
          </p>
        )}
        {request.state === 'refused' && (
          <>
            <p className="font-medium">{words.refused(say(request.settledAtMs))}</p>
            {request.answer !== undefined && request.answer !== '' && (
              <Quote label={words.theirNote}>{request.answer}</Quote>
            )}
            {!mayAsk && (
              <p className="text-ink-2">{words.againFrom(sayFrom(request.mayAskAgainAtMs, text))}</p>
            )}
          </>
        )}
      </div>
    </section>
  );
}

function Step({
  title,
  atMs,
  done = false,
  last = false,
  children,
}: {
  readonly title: string;
  readonly atMs?: number;
  readonly done?: boolean;
  readonly last?: boolean;
  readonly children?: ReactNode;
}) {
  const text = useText();
  return (
    <li className="relative flex gap-3 pb-3 last:pb-0">
      <span
        aria-hidden="true"
        className={classNames(
          'mt-1 size-3 shrink-0 rounded-full border-2',
          done ? 'border-accent bg-accent' : 'border-line-strong bg-surface',
        )}
      />
      {!last && (
        <span aria-hidden="true" className="absolute top-5 bottom-0 left-[5px] w-px bg-line-strong" />
      )}
      <div className="min-w-0">
        <p
          className={classNames(done && 'font-medium')}
          title={atMs === undefined ? undefined : sayExactly(atMs, text)}
        >
          {title}
        </p>
        <div className="text-ink-2">{children}</div>
      </div>
    </li>
  );
}

/** Somebody's own words, as they typed them: plain text, whatever it looks like. */
export function Quote({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    <blockquote
      aria-label={label}
      className="mt-1 whitespace-pre-wrap border-line-strong border-l-2 pl-3 text-ink wrap-anywhere"
    >
      {children}
    </blockquote>
  );
}
