export interface Cruise {
  readonly sources: readonly string[];
  readonly arrows: readonly { readonly from: string; readonly to: string }[];
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}
export function cruise(base: string, folders: readonly string[]): Cruise;
export function blindSpots(
  cruise: Cruise,
  expectedFiles: readonly string[],
  leastCrossings: number,
): readonly string[];
