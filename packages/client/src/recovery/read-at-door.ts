import { readRecovery } from '@postern/contract';
import {
  type Bytes,
  fromBase64Url,
  type HashB64,
  type OrganizationId,
  ok,
  type Result,
  refuse,
} from '@postern/core';
import { hashB64 } from '@postern/crypto';
import { findMember, type LedgerState, parseEvent, verifyChain } from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import { explainInvalid } from '../organization/ledger-keeper.ts';

/** A kit that the ledger knows. */
export interface KnownKit {
  readonly version: number;
  readonly signingKeyB64: string;
  readonly madeAtMs: number;
}

/** The ledger as it is served at the owner's door, verified from genesis. Which organization it is of, its genesis says. */
export interface LedgerAtDoor {
  readonly state: LedgerState;
  readonly hashes: readonly HashB64[];
  readonly events: readonly Bytes[];
  /** Every kit there was, oldest first. */
  readonly kits: readonly KnownKit[];
  /** The owner's key statement in force, as it was signed. */
  readonly ownerStatement: Bytes | undefined;
  /** Where the server sees this device; `undefined` where that may be a proxy. */
  readonly ownAddress: string | undefined;
}

/** Reads and verifies the ledger of the organization at an address, from its genesis on. */
export async function readAtDoor(api: Api, address: string): Promise<Result<LedgerAtDoor>> {
  const events: Bytes[] = [];
  let ownAddress: string | null;
  for (;;) {
    const page = await api.call(readRecovery, { params: { address }, query: { from: events.length } });
    if (!page.ok) return page;
    events.push(...page.value.events.map(bytesOfWire));
    ownAddress = page.value.address;
    if (!page.value.more) break;
    if (page.value.events.length === 0) return refuse('server_refused_form');
  }
  const verified = await verifyChain(null, events);
  if (!verified.ok) return explainInvalid(verified);
  const { state, hashes } = verified.value;
  const owner = findMember(state, state.owner);
  return ok({
    state,
    hashes,
    events,
    ...readKits(events, owner?.keys.statementHash),
    ownAddress: ownAddress ?? undefined,
  });
}

/** What of verified events the state does not keep: the kits of before, and a key statement's own bytes. */
function readKits(
  events: readonly Bytes[],
  statementHash: HashB64 | undefined,
): Pick<LedgerAtDoor, 'kits' | 'ownerStatement'> {
  const kits: KnownKit[] = [];
  let ownerStatement: Bytes | undefined;
  for (const bytes of events) {
    const parsed = parseEvent(bytes);
    if (!parsed.ok) continue;
    const { at, body, type } = parsed.value.payload;
    if (type === 'recovery_rotate') {
      kits.push({ version: body.version, signingKeyB64: body.signingKey, madeAtMs: at });
    }
    const text = type === 'genesis' ? body.owner.statement : 'statement' in body ? body.statement : undefined;
    const statement = typeof text === 'string' ? fromBase64Url(text) : undefined;
    if (statement !== undefined && hashB64(statement) === statementHash) ownerStatement = statement;
  }
  return { kits, ownerStatement };
}

/** The first characters of an organization’s id, which a kit prints: 72 bits, so that nobody makes another that fits. */
const idStartLength = 12;

/**
 * DEFENCE against an organization that the server put in place of the one meant (attack rows BW09, X1): what is typed from
 * the kit, the id's first characters, must begin the served genesis' hash. Nothing secret is asked for before.
 */
export function checkIdStart(
  organization: OrganizationId,
  typed: string,
): Result<undefined, 'recovery_kit_of_other'> {
  const plain = typed.replaceAll(/\s/g, '');
  return plain.length >= idStartLength && organization.startsWith(plain)
    ? ok()
    : refuse('recovery_kit_of_other', { field: '/idStart' });
}
