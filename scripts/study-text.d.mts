export interface StudiedPresses {
  readonly clicks: number;
  readonly fields: number;
}

/** What `e2e/denials/study.ts` keeps of a row. */
export interface StudiedRecord {
  readonly code: string;
  readonly did: string;
  readonly way: 'inbox' | 'alone' | 'operator';
  readonly seconds?: number;
  readonly secondsFromDenial?: number;
  readonly person?: StudiedPresses;
  readonly fixer?: StudiedPresses;
}

/** The files that the study shows. */
export function picturesOf(records: readonly StudiedRecord[]): readonly string[];

/** The study as Markdown. */
export function markdownOfStudy(records: readonly StudiedRecord[], at: Date): string;
