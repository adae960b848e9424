import { type Bytes, fromBase64Url, isHash, isId, type Json } from '@postern/core';

/**
 * Strict readers of untrusted JSON: a reader gives the typed value or `undefined`. A record refuses unknown names, so
 * that what one client ignores cannot mean something to another.
 */
export type Reader<Value> = (json: Json | undefined) => Value | undefined;

type Readers = { readonly [name: string]: Reader<unknown> };
type Required<R extends Readers> = { readonly [N in keyof R]: Exclude<ReturnType<R[N]>, undefined> };
type Optional<R extends Readers> = { readonly [N in keyof R]?: Exclude<ReturnType<R[N]>, undefined> };

/** An object with exactly the required names and at most the optional ones. */
export function record<R extends Readers, O extends Readers = Record<never, never>>(
  required: R,
  optional?: O,
): Reader<Required<R> & Optional<O>> {
  const requiredNames = Object.keys(required);
  const optionalReaders: Readers = optional ?? {};
  return (json) => {
    if (!isObject(json)) return undefined;
    const out: Record<string, unknown> = {};
    for (const name of requiredNames) {
      const value = Object.hasOwn(json, name) ? required[name]?.(json[name]) : undefined;
      if (value === undefined) return undefined;
      out[name] = value;
    }
    for (const name of Object.keys(json)) {
      if (Object.hasOwn(required, name)) continue;
      const value = Object.hasOwn(optionalReaders, name) ? optionalReaders[name]?.(json[name]) : undefined;
      if (value === undefined) return undefined;
      out[name] = value;
    }
    return out as Required<R> & Optional<O>;
  };
}

/** A list of at most `max` items, each read by `item`. */
export function list<Value>(item: Reader<Value>, max: number): Reader<readonly Value[]> {
  return (json) => {
    if (!Array.isArray(json) || json.length > max) return undefined;
    const out: Value[] = [];
    for (const element of json as readonly Json[]) {
      const value = item(element);
      if (value === undefined) return undefined;
      out.push(value);
    }
    return out;
  };
}

/** A text of at most `max` UTF-16 code units. */
export function text(max: number): Reader<string> {
  return (json) => (typeof json === 'string' && json.length <= max ? json : undefined);
}

/** One of the given texts, numbers or truth values. */
export function oneOf<const Values extends readonly (string | number | boolean)[]>(
  ...values: Values
): Reader<Values[number]> {
  return (json) => values.find((value) => value === json);
}

/** A safe integer of at least `min`. */
export function integer(min: number): Reader<number> {
  return (json) => (typeof json === 'number' && Number.isSafeInteger(json) && json >= min ? json : undefined);
}

/** The value read by `reader`, or null. */
export function nullable<Value>(reader: Reader<Value>): Reader<Value | null> {
  return (json) => (json === null ? null : reader(json));
}

/** Base64url text of exactly `length` bytes, as bytes. */
export function base64Url(length: number): Reader<Bytes> {
  return (json) => {
    const bytes = typeof json === 'string' ? fromBase64Url(json) : undefined;
    return bytes?.length === length ? bytes : undefined;
  };
}

/** A 16-byte identifier of the kind the caller names. */
export function id<Id extends string>(): Reader<Id> {
  return (json) => (typeof json === 'string' && isId(json) ? (json as Id) : undefined);
}

/** A 32-byte hash of the kind the caller names. */
export function hash<Hash extends string>(): Reader<Hash> {
  return (json) => (typeof json === 'string' && isHash(json) ? (json as Hash) : undefined);
}

function isObject(json: Json | undefined): json is { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
