import { arches } from '@postern/access';
import type { CheckedAccess, PastAttempt } from '@postern/client';
import { buttonClass, Notice, Path, Tag, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { CodeLink, refusalSentence } from '../../../refusal-text.tsx';
import { CheckRow } from './check-row.tsx';
import { askedClients, type CheckSearch } from './check-search.ts';
import { type EvidenceContext, sayOn } from './evidence-lines.ts';

/** The gate as who manages access sees it: the arches, what the person is told, and every check with what it rests on. */
export function CheckResult({
  checked,
  search,
}: {
  readonly checked: CheckedAccess;
  readonly search: CheckSearch;
}) {
  const text = useText();
  const words = text.checkAccess.result;
  const nowMs = Date.now();
  const saying = { nowMs, text };
  const { who, attempt, atMs, path, checks, addressKnownAtMs, rules } = checked;
  const context: EvidenceContext = { nowMs, atMs, isPast: attempt !== undefined };
  const shown = useScrolledTo<HTMLElement>();
  const isNow = Math.abs(nowMs - atMs) < 60_000;
  return (
    <section ref={shown} aria-label={words.label} tabIndex={-1} className="scroll-mt-16 outline-none">
      <h2 className="flex flex-wrap items-center gap-2 text-balance font-semibold text-lg tracking-tight">
        <span className="wrap-anywhere">{who.email || text.checkAccess.nobody}</span>
        <Tag tone="plain">{text.checkAccess.standing[who.standing]}</Tag>
      </h2>
      <p className="mt-1 text-ink-2">
        {words.sub(
          text.checkAccess.clients[checked.clientKind],
          checked.address,
          isNow ? text.when.justNow : sayWhenAsked(atMs, context, saying),
        )}
        {'. '}
        {addressKnownAtMs !== undefined && `${words.lastKnown(sayOn(addressKnownAtMs, saying))} `}
        {attempt === undefined && `${words.supposed} `}
        {rules === 'then' && words.rulesThen}
        {rules === 'now_instead' && words.rulesInstead}
        {rules === 'now' &&
          attempt !== undefined &&
          (search.rules === 'now' ? words.rulesNow : words.rulesSame)}
      </p>
      {attempt !== undefined && <Past attempt={attempt} checked={checked} search={search} />}
      <div className="mt-6 -ml-4 sm:-ml-6">
        <Path
          size="full"
          steps={path.map(({ arch, state }) => ({ key: arch, label: arches[arch], state }))}
        />
      </div>
      <Verdict checked={checked} />
      <h3 className="mt-8 font-semibold">{words.checks}</h3>
      <ol className="mt-2 border-line border-t">
        {checks.map((line) => (
          <CheckRow key={line.step} line={line} who={who} context={context} />
        ))}
      </ol>
    </section>
  );
}

/** Brings the answer into sight where it comes up below the screen, as under the form on a phone, and into focus. */
function useScrolledTo<Element extends HTMLElement>() {
  const shown = useRef<Element>(null);
  useEffect(() => {
    const { current } = shown;
    if (current === null) return;
    // The form is drawn anew with the answer, and its button was where the person was.
    if (document.activeElement === document.body) current.focus({ preventScroll: true });
    if (current.getBoundingClientRect().top > window.innerHeight * 0.8) {
      current.scrollIntoView({ block: 'start' });
    }
  }, []);
  return shown;
}

function sayWhenAsked(atMs: number, { nowMs }: EvidenceContext, saying: Parameters<typeof sayOn>[1]): string {
  return atMs <= nowMs
    ? sayOn(atMs, saying)
    : new Date(atMs).toLocaleString(saying.text.locale, { dateStyle: 'long', timeStyle: 'short' });
}

/** What the person gets to see, as far as that is certain. */
function Verdict({ checked: { verdict, checks } }: { readonly checked: CheckedAccess }) {
  const words = useText().checkAccess.result;
  const blocks = checks.filter(({ outcome }) => outcome === 'blocked').length;
  const box = (tone: 'in' | 'need' | 'plain', title: string, children?: ReactNode) => (
    <div className="mt-6 max-w-3xl">
      <Notice tone={tone} title={title}>
        {children}
      </Notice>
    </div>
  );
  if (verdict.outcome === 'enters') return box('in', words.enters);
  if (verdict.outcome === 'unknown') return box('plain', words.entersUnknown);
  return box(
    'need',
    verdict.certain ? words.told : words.toldMaybe,
    <p>
      “{refusalSentence(verdict.first)}” <CodeLink code={verdict.first.code} />
      {blocks > 1 && <span className="block text-ink-2">{words.blocks(blocks)}</span>}
    </p>,
  );
}

interface PastProps {
  readonly attempt: PastAttempt;
  readonly checked: CheckedAccess;
  readonly search: CheckSearch;
}

/** What the server recorded, and the ways to ask it otherwise. */
function Past({ attempt, checked, search }: PastProps) {
  const text = useText();
  const words = text.checkAccess.result.past;
  const { organization } = useParams({ from: '/$organization' });
  const on = sayOn(attempt.atMs, { nowMs: Date.now(), text });
  const { verdict } = checked;
  const said = verdict.outcome === 'refused' && verdict.certain ? verdict.first.code : undefined;
  const differs =
    search.rules !== 'now' &&
    ((verdict.outcome === 'enters' && attempt.outcome === 'denied') ||
      (said !== undefined && said !== (attempt.outcome === 'denied' ? attempt.code : undefined)));
  const client = askedClients.find((each) => each === attempt.clientKind);
  const asked: CheckSearch = {
    ...(attempt.member === undefined ? { email: attempt.email || undefined } : { member: attempt.member }),
    client,
    from: attempt.address,
    at: attempt.atMs,
  };
  return (
    <div className="mt-3 flex flex-col gap-3">
      <p>
        {attempt.outcome === 'entered' ? words.entered(on) : words.denied(on)}{' '}
        {attempt.code !== undefined && <CodeLink code={attempt.code} />}
        {attempt.reference !== undefined && (
          <code className="ml-2 text-ink-3 text-xs">{attempt.reference}</code>
        )}
      </p>
      {differs && <Notice tone="need">{words.differs}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Link
          to="/$organization/administration/check"
          params={{ organization }}
          search={{ attempt: attempt.record, ...(search.rules === 'now' ? {} : { rules: 'now' as const }) }}
          className={buttonClass('secondary', 'small')}
        >
          {search.rules === 'now' ? words.askThen : words.askNow}
        </Link>
        <Link
          to="/$organization/administration/check"
          params={{ organization }}
          search={asked}
          className={buttonClass('secondary', 'small')}
        >
          {words.edit}
        </Link>
        <Link
          to="/$organization/administration/check"
          params={{ organization }}
          search={{}}
          className={buttonClass('quiet', 'small')}
        >
          {words.others}
        </Link>
      </div>
    </div>
  );
}
