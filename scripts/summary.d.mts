export interface Counts {
  readonly passed: number;
  readonly failed: number;
}
export interface StageResult extends Counts {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}
export function countsOf(exitCode: number, report: unknown): Counts;
export function totals(results: readonly StageResult[]): Counts & { readonly seconds: number };
export function summaryTable(results: readonly StageResult[], seconds?: number): string;
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right?: readonly number[],
): string;
