export interface FigureLine {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
  readonly ratio: number | null;
  readonly n: number;
  readonly spread: number;
}
export interface Bar {
  readonly unit: string;
  readonly least?: number;
  readonly most?: number;
  readonly leastRatio?: number;
  readonly mostRatio?: number;
}
export function benchTable(
  figures: readonly FigureLine[],
  bars: Readonly<Record<string, Bar>>,
): { readonly text: string; readonly missed: number; readonly unmeasured: number };
