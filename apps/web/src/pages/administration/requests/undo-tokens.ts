import type { RequestId } from '@postern/core';

/** So long a settling can be taken back, in milliseconds: as long as the client keeps what takes it back. */
const undoMs = 3_600_000;

interface UndoToken {
  readonly token: string;
  readonly untilMs: number;
}

/** What was settled in this window. The tokens mean something to the client of this window alone, so they stay in it. */
const tokens = new Map<RequestId, UndoToken>();

export function keepUndo(request: RequestId, token: string | undefined): void {
  if (token !== undefined) tokens.set(request, { token, untilMs: Date.now() + undoMs });
}

/** What takes a settling back, while that is possible. */
export function findUndo(request: RequestId): UndoToken | undefined {
  const found = tokens.get(request);
  return found !== undefined && found.untilMs > Date.now() ? found : undefined;
}

export function dropUndo(request: RequestId): void {
  tokens.delete(request);
}
