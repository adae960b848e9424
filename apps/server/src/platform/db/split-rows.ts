/**
 * Rows in parts of at most so many, in order: few enough parameters for either engine, few enough texts for the statement
 * cache.
 */
export function* splitRows<Row>(rows: readonly Row[], most = 100): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += most) yield rows.slice(at, at + most);
}
