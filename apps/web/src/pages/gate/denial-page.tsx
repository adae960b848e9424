import {
  arches,
  checkFailed,
  type DenialCode,
  type Fixer,
  fixers as fixerLabels,
  offeredRemedies,
  remediesOfFixer,
  remedy,
} from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import { Path, useText } from '@postern/ui';
import { useSnapshot } from '../../port-context.tsx';
import { refusalSentence } from '../../refusal-text.tsx';
import { Unproven } from '../relink/unproven.tsx';
import { WhoRestores } from '../relink/who-restores.tsx';
import { CodeLine } from './code-line.tsx';
import { GateRemedy } from './gate-remedy.tsx';
import { OwnersDoorLink } from './owners-door-link.tsx';
import { placePath } from './place-path.ts';

export interface DenialPageProps {
  readonly answer: GateAnswer;
  readonly address: string;
  /** Asks the gate again. */
  readonly onRetry: () => void;
  /** Keeps this page until `onRetry`, although the gate may open meanwhile. */
  readonly onHold: () => void;
}

/** The gate's refusal: the path, one sentence, what you can do, who can help. Never a dead end. */
export function DenialPage({ answer, address, onRetry, onHold }: DenialPageProps) {
  const text = useText();
  const denial = answer.denial ?? checkFailed;
  const { code, params } = denial;
  const { remedies, main } = offeredRemedies(
    code,
    denial.remedies,
    (place) => placePath(place, address) !== undefined,
  );
  const reference = answer.reference?.slice(0, 32);
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-x-14 gap-y-8 px-4 py-8 sm:px-6 sm:py-14 lg:grid-cols-[1fr_17rem]">
      <div className="min-w-0">
        <div className="-ml-3">
          <Path steps={answer.path.map(({ arch, state }) => ({ key: arch, label: arches[arch], state }))} />
        </div>
        <h1 className="mt-7 text-balance font-semibold text-xl tracking-tight">
          {refusalSentence({ code, params })}
        </h1>
        {code === 'recovery_code_or_invitation_required' && <WhoRestores params={params} />}
        {code === 'relink_unproven' && <Unproven />}
        <section aria-labelledby="remedies" className="mt-7">
          <h2 id="remedies" className="sr-only">
            {text.denial.whatYouCanDo}
          </h2>
          <ul className="border-line border-t">
            {remedies.map((each) => (
              <GateRemedy
                key={each.code}
                remedy={each}
                code={code}
                primary={each === main}
                address={address}
                params={params}
                onRetry={onRetry}
                onHold={onHold}
              />
            ))}
          </ul>
          {denial.fixers.some((fixer) => fixer !== 'self') &&
            remedies.every(({ kind }) => kind !== 'ask') && (
              <p className="mt-4 text-ink-2">{text.gate.waits}</p>
            )}
        </section>
        {/* Whom the gate offers the recovery code is the owner, and has its button. */}
        {remedies.every((each) => each.code !== 'enter_recovery_code') && (
          <OwnersDoorLink code={code} address={address} />
        )}
        <CodeLine code={code} reference={reference} />
      </div>
      <WhoCanHelp code={code} fixers={denial.fixers} />
    </div>
  );
}

interface WhoCanHelpProps {
  readonly code: DenialCode;
  readonly fixers: readonly Fixer[];
}

function WhoCanHelp({ code, fixers }: WhoCanHelpProps) {
  const text = useText();
  const { server } = useSnapshot();
  const others = fixers.filter((fixer) => fixer !== 'self');
  return (
    <aside aria-labelledby="helpers" className="border-line lg:border-l lg:pl-7 max-lg:border-t max-lg:pt-6">
      <h2 id="helpers" className="font-semibold text-ink-2 text-sm">
        {text.denial.whoCanHelp}
      </h2>
      {others.length === 0 && <p className="mt-2 text-ink-2">{text.denial.nobodyElse}</p>}
      <dl className="mt-2 flex flex-col gap-4">
        {others.map((fixer) => (
          <div key={fixer}>
            <dt className="font-medium">{fixerLabels[fixer]}</dt>
            {remediesOfFixer(code, fixer).map((each) => (
              <dd key={each} className="text-ink-2">
                {remedy(each).label}
              </dd>
            ))}
            {fixer === 'operator' && server?.supportContact !== undefined && (
              <dd className="break-words text-ink-2">{text.denial.contact(server.supportContact)}</dd>
            )}
          </div>
        ))}
      </dl>
    </aside>
  );
}
