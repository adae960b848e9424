import {
  type Bytes,
  type EntryId,
  encodeCanonical,
  fromBase64Url,
  type Json,
  type VaultId,
} from '@postern/core';
import { hashB64 } from '@postern/crypto/public';
import { type Leaf, LeafSet } from './manifest/leaf-set.ts';
import { verifyManifestChain } from './manifest/verify-manifest.ts';
import type { Head } from './state.ts';
import { verifyChain } from './verify-chain.ts';

/**
 * Frozen ledgers and manifests, judged by the code that ships, in Node and in a browser alike. Bytes are base64url.
 * A vector's chain is the first `keep` events of the file's `events`, then its own `tail`.
 */
export interface VectorFile {
  readonly events: readonly string[];
  readonly vectors: readonly Vector[];
}

type Chain = { readonly keep: number; readonly tail: readonly string[] };

export type Vector = { readonly name: string } & (
  | (Chain & {
      readonly kind: 'chain';
      /** The head and the hash of the canonical state, or why and where the chain is refused. */
      readonly expect:
        | { readonly head: Head; readonly state: string }
        | { readonly refused: string; readonly seq: number };
    })
  | (Chain & {
      readonly kind: 'manifest';
      readonly vault: string;
      readonly manifests: readonly string[];
      readonly expect: { readonly head: Head } | { readonly refused: string };
    })
  | {
      readonly kind: 'root';
      readonly leaves: readonly {
        readonly entry: string;
        readonly revision: number;
        readonly epoch: number;
        readonly headerHash: string;
        readonly bodyHash: string;
      }[];
      readonly expect: { readonly root: string; readonly count: number };
    }
);

export interface VectorOutcome {
  readonly name: string;
  readonly ok: boolean;
  /** What was found when it was not what the vector expects; empty otherwise. */
  readonly detail: string;
}

/** One outcome per vector, in order. A thrown error is an outcome too. */
export async function checkVectors(file: VectorFile): Promise<VectorOutcome[]> {
  const outcomes: VectorOutcome[] = [];
  for (const vector of file.vectors) {
    try {
      const found = await evaluateVector(file, vector);
      const ok = hashB64(encodeCanonical(found)) === hashB64(encodeCanonical(vector.expect));
      const detail = ok ? '' : `found ${JSON.stringify(found)}, expected ${JSON.stringify(vector.expect)}`;
      outcomes.push({ name: vector.name, ok, detail });
    } catch (error) {
      outcomes.push({ name: vector.name, ok: false, detail: `threw ${String(error)}` });
    }
  }
  return outcomes;
}

/** What the code finds for a vector, in the form of its `expect`. */
export async function evaluateVector(file: VectorFile, vector: Vector): Promise<Vector['expect']> {
  if (vector.kind === 'root') {
    const { root, count } = LeafSet.from(
      vector.leaves.map(
        (leaf): Leaf => ({
          ...leaf,
          entry: leaf.entry as EntryId,
          headerHash: bytesOf(leaf.headerHash),
          bodyHash: bytesOf(leaf.bodyHash),
        }),
      ),
    );
    return { root, count };
  }
  const events = [...file.events.slice(0, vector.keep), ...vector.tail].map(bytesOf);
  const chain = await verifyChain(null, events);
  if (vector.kind === 'chain') {
    if (!chain.ok) return { refused: chain.code, seq: Number(chain.params?.seq ?? 0) };
    const { state } = chain.value;
    return { head: state.head, state: hashB64(encodeCanonical(state as unknown as Json)) };
  }
  if (!chain.ok) throw new Error(`the chain below the manifest is refused: ${chain.code}`);
  const { hashes, state } = chain.value;
  const judged = await verifyManifestChain(
    { state, ledgerHashAt: (seq) => hashes[seq], vault: vector.vault as VaultId },
    null,
    vector.manifests.map(bytesOf),
  );
  if (!judged.ok) return { refused: judged.code };
  return { head: { seq: judged.value.payload.seq, hash: judged.value.hash } };
}

function bytesOf(text: string): Bytes {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new TypeError('a vector holds base64url');
  return bytes;
}
