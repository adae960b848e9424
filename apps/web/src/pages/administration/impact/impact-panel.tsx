import type { ForeseenLockOut, ImpactView, TouchedPerson } from '@postern/client';
import { classNames, Notice, ProgressLine, type UiText, useText } from '@postern/ui';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { refusalSentence } from '../../../refusal-text.tsx';
import { sayDay } from '../shared/days.ts';
import { RefusedList } from './refused-list.tsx';
import { sortRefused } from './say-impact.ts';
import type { Foreseen } from './use-impact.ts';

export interface ImpactPanelProps {
  readonly foreseen: Foreseen;
  /** What to do in place of refusing people at once. */
  readonly instead?: ReactNode;
}

/** Under a value that is changed and not saved: whom it would refuse, and whether the server would take it. */
export function ImpactPanel({ foreseen, instead }: ImpactPanelProps) {
  const text = useText();
  if (foreseen.state === 'none') return null;
  const shown = foreseen.state === 'here' ? foreseen.impact : undefined;
  const before = foreseen.state === 'looking' ? foreseen.before : undefined;
  return (
    <section
      aria-label={text.impact.title}
      aria-busy={foreseen.state === 'looking'}
      className="flex w-full min-w-0 flex-col gap-3 rounded-lg bg-hover px-3.5 py-3"
    >
      {foreseen.state === 'refused' && (
        <p role="status" className="text-ink-2">
          {text.impact.cannotTell} {refusalSentence(foreseen.refusal)}
        </p>
      )}
      {foreseen.state === 'looking' && (foreseen.isSlow || before === undefined) && (
        <div className={classNames(!foreseen.isSlow && 'invisible')}>
          <ProgressLine label={text.impact.looking} />
        </div>
      )}
      {shown !== undefined && <Told impact={shown} instead={instead} />}
      {before !== undefined && (
        <div className="flex flex-col gap-3 opacity-50" aria-hidden="true" inert>
          <Told impact={before} />
        </div>
      )}
    </section>
  );
}

function Told({ impact, instead }: { readonly impact: ImpactView; readonly instead?: ReactNode }) {
  const text = useText();
  const { now, later, asked, fromMs } = sortRefused(impact);
  const of = impact.memberCount;
  const people = [...now, ...later, ...asked];
  const lines = [
    now.length > 0 && text.impact.refused(now.length, of),
    fromMs !== undefined && text.impact.refusedFrom(later.length, of, sayDay(fromMs, text.locale)),
    asked.length > 0 && text.impact.asked(asked.length, of),
  ].filter((line) => line !== false);
  const isFine = now.length + later.length === 0;
  const Icon = isFine ? CircleCheck : TriangleAlert;
  return (
    <>
      {impact.lockOut !== undefined && <LockOutNotice lockOut={impact.lockOut} />}
      <p role="status" className="flex items-start gap-2">
        <Icon
          size={16}
          aria-hidden="true"
          className={classNames('mt-0.5 shrink-0', isFine ? 'text-in' : 'text-need')}
        />
        <span className="font-medium">
          {lines.length === 0 ? text.impact.nobody : `${lines.join('. ')}.`}
        </span>
      </p>
      {people.length > 0 && <RefusedList people={people} />}
      {!isFine && (
        <p className="text-ink-2 text-sm">
          {areAllAboutFactors(people) ? text.impact.wayBackFactor : text.impact.wayBack}
        </p>
      )}
      {impact.letIn.length > 0 && (
        <p className="wrap-anywhere text-sm">
          {text.impact.letIn(impact.letIn.length, sayNames(impact.letIn, text))}
        </p>
      )}
      {impact.unseen.length > 0 && (
        <details className="text-ink-2 text-sm">
          <summary>{text.impact.unseen(impact.unseen.length)}</summary>
          <p className="wrap-anywhere mt-1 max-h-40 overflow-y-auto">
            {impact.unseen.map(({ email }) => email).join(', ')}
          </p>
        </details>
      )}
      {now.length > 0 && instead}
    </>
  );
}

/** Who is asked for a second factor needs nobody else. */
function areAllAboutFactors(people: readonly TouchedPerson[]): boolean {
  return people.every(({ refused }) => refused.every(({ denial }) => denial.code.startsWith('mfa_')));
}

const namesShown = 5;

function sayNames(people: readonly { readonly email: string }[], text: UiText): string {
  const names = people.slice(0, namesShown).map(({ email }) => email);
  const more = people.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} ${text.impact.moreWays(more)}`;
}

/** That the server would refuse the change, whom it would shut out, and where from. */
function LockOutNotice({ lockOut: { code, who, from } }: { readonly lockOut: ForeseenLockOut }) {
  const text = useText();
  const { lockOut: says } = text.impact;
  const others = who.filter(({ isSelf }) => !isSelf);
  return (
    <Notice tone="need" title={says.title}>
      <p className="wrap-anywhere">
        {says[code]} {from !== undefined && says.you(text.checkAccess.clients[from.clientKind], from.address)}
        {others.length > 0 && ` ${sayNames(others, text)}`}
      </p>
    </Notice>
  );
}
