import type { OrganizationId } from '@postern/core';
import { findMember, type LedgerState, parseEvent } from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Evidence, LedgerLine } from '../port.ts';
import { fingerprintWords } from '../words/fingerprint-words.ts';
import type { EnteredOrganization } from './entered-organization.ts';

/** What this device has verified by itself of an organization; `undefined` while it is not open. */
export async function gatherEvidence(entered: EnteredOrganization): Promise<Evidence | undefined> {
  const known = entered.ledger.known();
  const events = await entered.ledger.events();
  if (known === undefined || events === undefined || entered.vaults === undefined) return undefined;
  const id = bytesOfWire(entered.organization);
  return {
    organization: entered.organization,
    idWords: fingerprintWords(id),
    idHex: hexOf(entered.organization),
    ledgerHead: known.state.head,
    vaultHeads: entered.vaults.heads(),
    events: events.flatMap((bytes) => lineOf(known.state, bytes) ?? []),
  };
}

function lineOf(state: LedgerState, bytes: Parameters<typeof parseEvent>[0]): LedgerLine | undefined {
  const event = parseEvent(bytes);
  if (!event.ok) return undefined;
  const { seq, type, at, by } = event.value.payload;
  const name = by === 'recovery' ? by : (findMember(state, by)?.email ?? by);
  return { seq, hash: event.value.hash, type, atMs: at, by: name };
}

function hexOf(organization: OrganizationId): string {
  return Array.from(bytesOfWire(organization), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
