import { table } from './summary.mjs';

/**
 * The figures as a table with their bars, and how many bars are missed. A figure whose unit is not its bar's, and a bar
 * without a figure, are shown as such.
 */
export function benchTable(figures, bars) {
  const rows = figures.map((line) => {
    const bar = bars[line.figure];
    return [
      line.figure,
      `${line.value} ${line.unit}`,
      line.baseline === null ? '-' : `${line.baseline} ${line.unit}`,
      line.ratio === null ? '-' : `${line.ratio} x`,
      `${Math.round(line.spread * 100)} %`,
      String(line.n),
      bar ? sentenceOf(bar) : '-',
      bar ? (isMet(line, bar) ? 'met' : 'MISSED') : '-',
    ];
  });
  const measured = new Set(figures.map(({ figure }) => figure));
  const unmeasured = Object.keys(bars).filter((figure) => !measured.has(figure));
  for (const figure of unmeasured) {
    rows.push([figure, 'not measured', '-', '-', '-', '-', sentenceOf(bars[figure]), '-']);
  }
  return {
    text: table(['figure', 'value', 'baseline', 'ratio', 'spread', 'n', 'bar', ''], rows, [1, 2, 3, 4, 5]),
    missed: figures.filter((line) => bars[line.figure] && !isMet(line, bars[line.figure])).length,
    unmeasured: unmeasured.length,
  };
}

function isMet({ value, unit, ratio }, bar) {
  if (unit !== bar.unit) return false;
  const least = bar.least === undefined || value >= bar.least;
  const most = bar.most === undefined || value <= bar.most;
  const leastRatio = bar.leastRatio === undefined || (ratio !== null && ratio >= bar.leastRatio);
  const mostRatio = bar.mostRatio === undefined || (ratio !== null && ratio <= bar.mostRatio);
  return least && most && leastRatio && mostRatio;
}

function sentenceOf({ least, most, leastRatio, mostRatio, unit }) {
  return [
    most === undefined ? '' : `<= ${most} ${unit}`,
    least === undefined ? '' : `>= ${least} ${unit}`,
    mostRatio === undefined ? '' : `<= ${mostRatio} x`,
    leastRatio === undefined ? '' : `>= ${leastRatio} x`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
