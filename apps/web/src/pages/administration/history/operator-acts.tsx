import { sayExactly, sayWhen, useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { sayMoment } from '../shared/days.ts';
import { useRead } from '../shared/read.tsx';

/** What the operator did, apart from the ledger's lines: it is the server's word. Nothing as long as there is nothing. */
export function OperatorActs() {
  const text = useText();
  const words = text.operatorActs;
  const { history } = usePort().administration;
  const told = useRead('operator-acts', () => history.operatorActs());
  if (told?.ok !== true || told.value.length === 0) return null;
  return (
    <section aria-labelledby="operator-acts" className="mt-10 border-line border-t pt-6">
      <h2 id="operator-acts" className="font-semibold">
        {words.title}
      </h2>
      <p className="mt-1 max-w-prose text-ink-2">{words.lead}</p>
      <ul className="mt-4 flex flex-col">
        {told.value.map(({ atMs, act, value }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two acts of a kind in one millisecond are told apart by nothing else.
          <li key={`${atMs} ${act} ${at}`} className="flex flex-wrap gap-x-6 border-line border-t py-2">
            <span className="min-w-0 flex-1 basis-64">
              {words.says[act](
                act === 'address_list_lifted' && value !== null ? sayMoment(value, text.locale) : value,
              )}
            </span>
            <time
              dateTime={new Date(atMs).toISOString()}
              title={sayExactly(atMs, text)}
              className="text-ink-2"
            >
              {sayWhen(atMs, Date.now(), text)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
