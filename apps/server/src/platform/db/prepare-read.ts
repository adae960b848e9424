import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely';
import type { Queries } from './database.ts';

/** Stands in the parameters of a compiled query for a value that each run gives. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Answers a stand-in for whatever is asked of it. */
const places: object = new Proxy({}, { get: (_target, name) => new Place(String(name)) });

/**
 * A reading whose SQL is made once and not with each run: making it takes several times as long as an indexed read. For
 * what every request asks. `build` uses what it is given as values of comparisons and nowhere else: the text of the
 * query must not depend on them.
 */
export function prepareRead<Given extends Readonly<Record<keyof Given, string | number>>, Row>(
  build: (queries: Queries, given: Given) => Compilable<Row>,
): (queries: Queries, given: Given) => Promise<Row[]> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>();
  return async (queries, given) => {
    const { adapter } = queries.getExecutor();
    let query = compiled.get(adapter);
    if (query === undefined) {
      query = build(queries, places as Given).compile();
      compiled.set(adapter, query);
    }
    const parameters = query.parameters.map((value) =>
      value instanceof Place ? given[value.name as keyof Given] : value,
    );
    const { rows } = await queries.executeQuery<Row>({ ...query, parameters });
    return rows;
  };
}
