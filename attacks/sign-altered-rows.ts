import { readHeads, writeVault } from '@postern/contract';
import { type Bytes, fromBase64Url, mustBeOk } from '@postern/core';
import { parseManifest, type UnverifiedManifest } from '@postern/ledger';
import type { Scene } from './harness/attack.ts';
import type { Exchange } from './harness/misbehaving-server.ts';
import { address, loginOf } from './scene/mayas-place.ts';
import { twoEntries } from './scene/two-entries.ts';

/**
 * The server shows Maya's new device no state of the vault at all, as if nobody had written to it yet, and takes whatever
 * the device signs on that: a vault without its entries, under Maya's own name.
 */
export async function writeIntoNothing(scene: Scene) {
  const { evil, device, vault } = await twoEntries(scene);
  evil
    .alter(readHeads, (answer) =>
      answer.same ? answer : { same: false, heads: { ...answer.heads, vaults: {} } },
    )
    .drop(writeVault, (exchange) => {
      const { payload, hash } = manifestIn(exchange);
      return { head: { seq: payload.seq, hash } };
    });
  mustBeOk(await device.client.organization.enter(address));
  const before = evil.received.length;
  const added = await device.client.vault.addEntry(vault, loginOf('Landlord'));
  const writes = evil.received.slice(before).filter(({ endpoint }) => endpoint?.name === writeVault.name);
  return { device, added, signed: writes.map(manifestIn) };
}

function manifestIn({ body }: Exchange): UnverifiedManifest {
  const { manifest } = JSON.parse(Buffer.from(body ?? []).toString('utf8')) as { manifest: string };
  return mustBeOk(parseManifest(fromBase64Url(manifest) as Bytes));
}
