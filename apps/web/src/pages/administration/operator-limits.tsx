import { useText } from '@postern/ui';
import { usePort } from '../../port-context.tsx';
import { useRead } from './shared/read.tsx';

/** Of what the operator limits how much is used; nothing where nothing is limited. */
export function OperatorLimits() {
  const words = useText().operatorActs;
  const { rules } = usePort().administration;
  const told = useRead('operator-rules', () => rules.operator());
  if (told?.ok !== true) return null;
  const { seats, seatsTaken, storage } = told.value;
  if (seats === null && storage === null) return null;
  return (
    <section aria-labelledby="operator-limits" className="mt-8">
      <h2 id="operator-limits" className="font-semibold">
        {words.limitsTitle}
      </h2>
      <p className="mt-1 text-ink-2">{words.limitsLead}</p>
      <dl className="mt-3 flex flex-col gap-4 sm:flex-row sm:gap-12">
        {storage !== null && (
          <Limit
            name={words.storage}
            used={storage.usedBytes}
            limit={storage.limitBytes}
            says={words.used(words.bytes(storage.usedBytes), words.bytes(storage.limitBytes))}
          />
        )}
        {seats !== null && (
          <Limit
            name={words.seats}
            used={seatsTaken}
            limit={seats}
            says={words.used(`${seatsTaken}`, `${seats}`)}
          />
        )}
      </dl>
    </section>
  );
}

function Limit({
  name,
  used,
  limit,
  says,
}: {
  readonly name: string;
  readonly used: number;
  readonly limit: number;
  readonly says: string;
}) {
  const part = limit === 0 ? 1 : Math.min(1, used / limit);
  return (
    <div className="w-full max-w-64">
      <dt className="text-ink-2">{name}</dt>
      <dd className="font-medium tabular-nums">
        {says}
        <span aria-hidden="true" className="mt-1.5 block h-1.5 overflow-hidden rounded-full bg-line">
          <span
            className={`block h-full rounded-full ${part > 0.9 ? 'bg-need' : 'bg-accent'}`}
            style={{ width: `${part * 100}%` }}
          />
        </span>
      </dd>
    </div>
  );
}
