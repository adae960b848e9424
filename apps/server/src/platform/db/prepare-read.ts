import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely';
import { type Queries, refuseInsideTransaction } from './database.ts';

/** An adapter whose database answers at once and needs no connection to be had first. */
export interface ReadsAtOnce {
  /** The rows that are committed by now. */
  readAtOnce(sql: string, parameters: readonly unknown[]): unknown[];
}

/** A reading whose SQL is made once. */
export interface PreparedRead<Given, Row> {
  first(queries: Queries, given: Given): Promise<Row | undefined>;
  all(queries: Queries, given: Given): Promise<Row[]>;
}

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
): PreparedRead<Given, Row> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>();
  const compiledFor = (queries: Queries, adapter: DialectAdapter) => {
    const known = compiled.get(adapter);
    if (known) return known;
    const query = build(queries, places as Given).compile();
    compiled.set(adapter, query);
    return query;
  };
  const parametersOf = (query: CompiledQuery<Row>, given: Given) =>
    query.parameters.map((value) => (value instanceof Place ? given[value.name as keyof Given] : value));
  const read = (queries: Queries, given: Given): Row[] | Promise<Row[]> => {
    const { adapter } = queries.getExecutor();
    const query = compiledFor(queries, adapter);
    const parameters = parametersOf(query, given);
    if (queries.isTransaction || !readsAtOnce(adapter)) {
      return queries.executeQuery<Row>({ ...query, parameters }).then(({ rows }) => rows);
    }
    refuseInsideTransaction();
    return adapter.readAtOnce(query.sql, parameters) as Row[];
  };
  return {
    first: async (queries, given) => {
      const rows = read(queries, given);
      return Array.isArray(rows) ? rows[0] : (await rows)[0];
    },
    all: async (queries, given) => read(queries, given),
  };
}

function readsAtOnce(adapter: DialectAdapter): adapter is DialectAdapter & ReadsAtOnce {
  return 'readAtOnce' in adapter;
}
