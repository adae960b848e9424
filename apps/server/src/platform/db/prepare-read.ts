import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely';
import { type Queries, refuseInsideTransaction } from './database.ts';

/** An adapter whose database answers at once and needs no connection to be had first. */
export interface ReadsAtOnce {
  /** The first row that is committed by now, or all of them. */
  readFirst(sql: string, parameters: readonly unknown[]): unknown;
  readAll(sql: string, parameters: readonly unknown[]): unknown[];
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
  const run = async (queries: Queries, query: CompiledQuery<Row>, parameters: readonly unknown[]) =>
    (await queries.executeQuery<Row>({ ...query, parameters })).rows;

  return {
    first: async (queries, given) => {
      const { adapter } = queries.getExecutor();
      const query = compiledFor(queries, adapter);
      const parameters = parametersOf(query, given);
      if (queries.isTransaction || !readsAtOnce(adapter)) return (await run(queries, query, parameters))[0];
      refuseInsideTransaction();
      return adapter.readFirst(query.sql, parameters) as Row | undefined;
    },
    all: async (queries, given) => {
      const { adapter } = queries.getExecutor();
      const query = compiledFor(queries, adapter);
      const parameters = parametersOf(query, given);
      if (queries.isTransaction || !readsAtOnce(adapter)) return run(queries, query, parameters);
      refuseInsideTransaction();
      return adapter.readAll(query.sql, parameters) as Row[];
    },
  };
}

function readsAtOnce(adapter: DialectAdapter): adapter is DialectAdapter & ReadsAtOnce {
  return 'readFirst' in adapter;
}
