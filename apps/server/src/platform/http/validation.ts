import { type Json, ok, type Result, refuse } from '@postern/core';
import type { z } from 'zod';

/**
 * The input as its schema gives it back, or `request_invalid` with the JSON pointer of the first field at fault and
 * what was expected there. `where` begins the pointer: empty for bodies, `/query` or `/path` otherwise.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  where = '',
): Result<z.output<Schema>, 'request_invalid'> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue ? deepest(issue) : { path: [], message: 'another shape' };
  return refuse('request_invalid', {
    field: where + pointer(path.path),
    params: { expected: path.message } satisfies Record<string, Json>,
  });
}

type Issue = z.core.$ZodIssue;

/** For a union, the complaint of the alternative that came furthest says most. */
function deepest(issue: Issue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code === 'unrecognized_keys') {
    return { path: [...issue.path, issue.keys[0] ?? ''], message: 'no field of this name' };
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors
      .flat()
      .map((alternative) => deepest(alternative as Issue))
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (inner) return { path: [...issue.path, ...inner.path], message: inner.message };
  }
  return { path: issue.path, message: withoutPreamble(issue.message) };
}

/** Zod says `Invalid input: expected string, received number`; the field and the code say the first part already. */
function withoutPreamble(message: string): string {
  return message
    .replace(/^(?:Invalid [^:]*|Too [a-z]+): /, '')
    .replace(/^expected /, '')
    .slice(0, 200);
}

/** SPEC: RFC 6901. */
function pointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
