import {
  arches,
  catalogue,
  type DenialCode,
  type Fixer,
  fixers,
  isDenialCode,
  type RemedyCode,
  remedy,
} from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import { Path, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useSnapshot } from '../../port-context.tsx';
import { refusalSentence } from '../../refusal-text.tsx';
import { GateRemedy, isDoneHere } from './gate-remedy.tsx';

export interface DenialPageProps {
  readonly answer: GateAnswer;
  readonly address: string;
  /** Asks the gate again. */
  readonly onRetry: () => void;
}

/** The gate's refusal: the path, one sentence, what you can do, who can help. Never a dead end. */
export function DenialPage({ answer, address, onRetry }: DenialPageProps) {
  const text = useText();
  // A code this client does not know is no reason to show what the server wrote.
  const said = answer.denial?.code;
  const code: DenialCode = isDenialCode(said) ? said : 'check_failed';
  const params = answer.denial?.params ?? {};
  const offered = remediesFor(code, params.youAreOwner === true).map(remedy);
  const main = offered.find((each) => isDoneHere(each, address));
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-x-14 gap-y-8 px-4 py-8 sm:px-6 sm:py-14 lg:grid-cols-[1fr_17rem]">
      <div className="min-w-0">
        <div className="-ml-3">
          <Path steps={answer.path.map(({ step, state }) => ({ key: step, label: labelOf(step), state }))} />
        </div>
        <h1 className="mt-7 text-balance font-semibold text-xl tracking-tight">
          {refusalSentence({ code, params })}
        </h1>
        <section aria-labelledby="remedies" className="mt-7">
          <h2 id="remedies" className="sr-only">
            {text.denial.whatYouCanDo}
          </h2>
          <ul className="border-line border-t">
            {offered.map((each) => (
              <GateRemedy
                key={each.code}
                remedy={each}
                primary={each === main}
                address={address}
                onRetry={onRetry}
              />
            ))}
          </ul>
        </section>
        <p className="mt-10 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-3 text-sm">
          <code className="text-xs">{code}</code>
          {answer.reference !== undefined && (
            <span className="font-mono text-xs">{text.denial.reference(answer.reference.slice(0, 32))}</span>
          )}
          <Link to="/help/$code" params={{ code }} className="prose-link">
            {text.denial.meaning}
          </Link>
        </p>
      </div>
      <WhoCanHelp code={code} />
    </div>
  );
}

function labelOf(step: string): string {
  const labels: Readonly<Record<string, string>> = arches;
  return labels[step] ?? '';
}

/** What the person can do: an owner makes the kit, everybody else waits for it. */
function remediesFor(code: DenialCode, youAreOwner: boolean): readonly RemedyCode[] {
  const all: readonly RemedyCode[] = catalogue[code].remedies;
  const notYours: RemedyCode = youAreOwner ? 'wait_for_owner' : 'make_recovery_kit';
  return all.filter((each) => each !== notYours);
}

function WhoCanHelp({ code }: { readonly code: DenialCode }) {
  const text = useText();
  const { server } = useSnapshot();
  const helpers: Readonly<Partial<Record<Fixer, readonly RemedyCode[]>>> = catalogue[code].fixers;
  const kinds = Object.keys(helpers) as readonly Fixer[];
  return (
    <aside aria-labelledby="helpers" className="border-line lg:border-l lg:pl-7 max-lg:border-t max-lg:pt-6">
      <h2 id="helpers" className="font-semibold text-ink-2 text-sm">
        {text.denial.whoCanHelp}
      </h2>
      {kinds.length === 0 && <p className="mt-2 text-ink-2">{text.denial.nobodyElse}</p>}
      <dl className="mt-2 flex flex-col gap-4">
        {kinds.map((kind) => (
          <div key={kind}>
            <dt className="font-medium">{fixers[kind]}</dt>
            {helpers[kind]?.map((each) => (
              <dd key={each} className="text-ink-2">
                {remedy(each).label}
              </dd>
            ))}
            {kind === 'operator' && server?.supportContact !== undefined && (
              <dd className="break-words text-ink-2">{text.denial.contact(server.supportContact)}</dd>
            )}
          </div>
        ))}
      </dl>
    </aside>
  );
}
