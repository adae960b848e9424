import type { CheckedAccess, CheckLine } from '@postern/client';
import { Arch, type ArchState, classNames, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { CodeLink, refusalSentence } from '../../../refusal-text.tsx';
import { type EvidenceContext, evidenceLines } from './evidence-lines.ts';

const drawn: Record<CheckLine['outcome'], ArchState> = {
  pass: 'open',
  blocked: 'shut',
  unknown: 'question',
  not_applicable: 'dim',
};

interface CheckRowProps {
  readonly line: CheckLine;
  readonly who: CheckedAccess['who'];
  readonly context: EvidenceContext;
}

/** One check: its outcome, what it rests on, and where that can be changed. */
export function CheckRow({ line, who, context }: CheckRowProps) {
  const text = useText();
  const words = text.checkAccess;
  const isBlocked = line.outcome === 'blocked';
  // Nothing could tell more about it: it is asked of members, and this is none.
  const outcome = line.outcome === 'unknown' && line.missing.length === 0 ? 'not_applicable' : line.outcome;
  return (
    <li className="flex gap-4 border-line border-b py-3">
      <Arch state={drawn[outcome]} size={28} />
      <div className="min-w-0 flex-1 sm:flex sm:gap-6">
        <div className="sm:w-44 sm:shrink-0">
          <span className="block font-medium">{words.steps[line.step]}</span>
          <span className={classNames('block text-xs', isBlocked ? 'font-semibold text-need' : 'text-ink-2')}>
            {words.result.outcomes[outcome]}
          </span>
        </div>
        <div className="min-w-0 flex-1 text-sm max-sm:mt-1">
          <p className="wrap-anywhere text-ink-2">{evidenceLines(line, context, text).join(' ')}</p>
          {isBlocked && line.denial !== undefined && (
            <p className="mt-1 wrap-anywhere">
              <span className="text-ink-2">{words.result.wouldBeTold}</span> “{refusalSentence(line.denial)}”{' '}
              <CodeLink code={line.denial.code} />
            </p>
          )}
        </div>
        <div className="shrink-0 text-sm max-sm:mt-1 sm:w-44 sm:text-right">
          <ChangeLink line={line} who={who} />
        </div>
      </div>
    </li>
  );
}

const linkClass = 'inline-flex items-center gap-1 rounded-sm text-accent hover:underline';

/** The page on which the fact behind a check can be changed; nothing for what nobody inside can change. */
function ChangeLink({ line, who }: Pick<CheckRowProps, 'line' | 'who'>) {
  const { change } = useText().checkAccess.result;
  const { organization } = useParams({ from: '/$organization' });
  const params = { organization };
  const label = (says: string) => (
    <>
      {says}
      <ArrowRight size={13} aria-hidden="true" />
    </>
  );
  switch (targetOf(line, who)) {
    case 'member':
      return who.member === undefined ? null : (
        <Link
          to="/$organization/administration/members/$member"
          params={{ ...params, member: who.member }}
          className={linkClass}
        >
          {label(change.member)}
        </Link>
      );
    case 'invite':
      return (
        <Link to="/$organization/administration/invitations/new" params={params} className={linkClass}>
          {label(change.invite)}
        </Link>
      );
    case 'invitations':
      return (
        <Link to="/$organization/administration/invitations" params={params} className={linkClass}>
          {label(change.invitations)}
        </Link>
      );
    case 'addresses':
      return (
        <Link to="/$organization/administration/addresses" params={params} className={linkClass}>
          {label(change.addresses)}
        </Link>
      );
    case 'rules':
      return (
        <Link to="/$organization/administration/rules" params={params} className={linkClass}>
          {label(change.rules)}
        </Link>
      );
    default:
      return null;
  }
}

type Target = 'member' | 'invite' | 'invitations' | 'addresses' | 'rules';

function targetOf(
  { step, outcome, setBy }: CheckLine,
  { standing }: CheckedAccess['who'],
): Target | undefined {
  const isMember = standing !== 'invited' && standing !== 'stranger' && standing !== 'removed';
  switch (step) {
    case 2:
      return outcome === 'blocked' ? 'invite' : undefined;
    case 3:
      return standing === 'invited' ? 'invitations' : undefined;
    case 6:
    case 7:
      return isMember ? 'member' : undefined;
    case 8:
      return 'addresses';
    case 9:
      // The member's own rule counts before the organization's.
      return isMember && setBy.event !== undefined ? 'member' : 'rules';
    case 10:
    case 11:
    case 12:
      return 'rules';
    default:
      return undefined;
  }
}
