import { fromUtf8, utf8 } from '@postern/core';
import { z } from 'zod';
import type { ReplicaStore } from '../store/replica-store.ts';

/** A reset that goes on, as it outlives a reload. It is a right to go on and no secret of the account; no password is in it. */
export interface KeptTicket {
  readonly ticket: string;
  readonly email: string;
}

const recordName = 'forgot-password/ticket';
const shape = z.strictObject({ v: z.literal(1), ticket: z.string(), email: z.string() });

export async function readKeptTicket(store: ReplicaStore): Promise<KeptTicket | undefined> {
  const bytes = await store.get(recordName);
  const text = bytes && fromUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? { ticket: parsed.data.ticket, email: parsed.data.email } : undefined;
  } catch {
    return undefined;
  }
}

export async function keepTicket(store: ReplicaStore, ticket: KeptTicket): Promise<void> {
  await store.write({ put: [[recordName, utf8(JSON.stringify({ v: 1, ...ticket }))]] });
}

export async function dropTicket(store: ReplicaStore): Promise<void> {
  await store.write({ remove: [recordName] });
}
