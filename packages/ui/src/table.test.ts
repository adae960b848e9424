import { describe, expect, it } from 'vitest';
import { type Column, filterRows } from './table.tsx';

const rows = [
  { name: 'Zoë Okafor', city: 'Rotterdam' },
  { name: 'Dana Whitlock', city: 'Antwerp' },
];
const columns: Column<(typeof rows)[number]>[] = [
  { key: 'name', header: 'Name', cell: (row) => row.name, searched: (row) => row.name },
  { key: 'city', header: 'City', cell: (row) => row.city, searched: (row) => row.city },
  { key: 'none', header: '', cell: () => 'antwerp' },
];

describe('filterRows', () => {
  it.each([
    ['', ['Zoë Okafor', 'Dana Whitlock']],
    ['zoe rott', ['Zoë Okafor']],
    ['DANA', ['Dana Whitlock']],
    ['antwerp', ['Dana Whitlock']],
    ['dana rotterdam', []],
  ])('finds for %j', (query, names) => {
    expect(filterRows(rows, columns, query).map((row) => row.name)).toEqual(names);
  });
});
