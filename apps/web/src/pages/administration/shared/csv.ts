/** A cell that a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/;
const escapedFormula = /^'[=+\-@\t\r]/;

/**
 * Lines of cells as CSV (RFC 4180). STRICTER: a cell that a spreadsheet would run gets an apostrophe in front, for
 * labels and titles are written by others.
 */
export function writeCsv(lines: readonly (readonly string[])[]): string {
  return lines
    .map((cells) => cells.map(writeCell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function writeCell(cell: string): string {
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The cells of one line of CSV without line breaks in its cells; the apostrophe of {@link writeCsv} is taken off. */
export function readCsvLine(line: string): readonly string[] {
  const cells: string[] = [];
  const cell = /\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/y;
  while (cell.lastIndex <= line.length) {
    const match = cell.exec(line);
    if (match === null) return [line];
    const text = (match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim();
    cells.push(escapedFormula.test(text) ? text.slice(1) : text);
    if (!match[0].endsWith(',')) break;
  }
  return cells;
}
