/**
 * Expected failures are values. A `Refusal` carries a code from the error registry (`@postern/access` holds the
 * sentences), typed parameters for the sentence, and the field it is about when there is one.
 * Faults, which nobody expects, are thrown.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface Refusal<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  /** JSON pointer to the offending input, e.g. `/email`, when one field is to blame. */
  readonly field?: string;
  readonly params?: Readonly<Record<string, Json>>;
}

export interface Ok<Value> {
  readonly ok: true;
  readonly value: Value;
}

export type Result<Value, Code extends string = string> = Ok<Value> | Refusal<Code>;

export function ok(): Ok<undefined>;
export function ok<Value>(value: Value): Ok<Value>;
export function ok(value?: unknown): Ok<unknown> {
  return { ok: true, value };
}

/** A refusal with its code; `field` and `params` as in {@link Refusal}. */
export function refuse<const Code extends string>(
  code: Code,
  details: { readonly field?: string; readonly params?: Readonly<Record<string, Json>> } = {},
): Refusal<Code> {
  return { ok: false, code, ...details };
}

/** The value of a result that the caller has already shown to be `ok`; a refusal here is a fault of ours. */
export function mustBeOk<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`expected success, was refused: ${result.code}`);
}
