import { describe, expect, it } from 'vitest';
import { countsOf, summaryTable, totals } from './summary.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('the counts of a stage', () => {
  it('are those of its report', () => {
    const testResults = [file('passed', 'passed'), file('failed', 'passed', 'failed')];
    expect(countsOf(1, { numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({
      passed: 2,
      failed: 1,
    });
    expect(countsOf(1, { passed: 20, failed: 7 })).toEqual({ passed: 20, failed: 7 });
    expect(countsOf(0, undefined)).toEqual({ passed: 1, failed: 0 });
  });

  it('count a file that does not load', () => {
    const testResults = [file('passed', 'passed'), file('failed')];
    expect(countsOf(1, { numPassedTests: 1, numFailedTests: 0, testResults })).toEqual({
      passed: 1,
      failed: 1,
    });
  });

  it('never turn a bad end or an empty run into success', () => {
    expect(countsOf(1, undefined)).toEqual({ passed: 0, failed: 1 });
    expect(countsOf(137, { numPassedTests: 5, numFailedTests: 0, testResults: [] })).toEqual({
      passed: 5,
      failed: 1,
    });
    expect(countsOf(0, { numPassedTests: 0, numFailedTests: 0, testResults: [] })).toEqual({
      passed: 0,
      failed: 1,
    });
  });
});

describe('the summary', () => {
  it('adds up and says what failed', () => {
    const results = [
      { name: 'unit', ok: true, passed: 412, failed: 0, seconds: 20.25 },
      { name: 'browser', ok: false, passed: 3, failed: 2, seconds: 100 },
    ];
    expect(totals(results)).toEqual({ passed: 415, failed: 2, seconds: 120.25 });
    expect(summaryTable(results).split('\n')).toEqual([
      'stage    result  passed  failed  seconds',
      '-------  ------  ------  ------  -------',
      'unit     ok         412       0     20.3',
      'browser  FAILED       3       2    100.0',
      'all      FAILED     415       2    120.3',
    ]);
    expect(summaryTable(results, 101).split('\n').at(-1)).toBe('all      FAILED     415       2    101.0');
  });
});
