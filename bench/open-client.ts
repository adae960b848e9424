import type { AccountPort, OrganizationPort, ReplicaStore, Snapshot } from '@postern/client';
import { mustBeOk, systemClock, type VaultId } from '@postern/core';
import { createAccountPort } from '../packages/client/src/account/account-port.ts';
import { ClientCore } from '../packages/client/src/client-core.ts';
import { createOrganizationPort } from '../packages/client/src/organization/organization-port.ts';
import { createSnapshotBox } from '../packages/client/src/snapshot-box.ts';
import type { VaultSide } from '../packages/client/src/vault/context.ts';
import { createVaultSide } from '../packages/client/src/vault/vault-side.ts';

/** The client as `createClient` makes it, without the lock timer and with the vault side within reach. */
export interface OpenClient {
  readonly core: ClientCore;
  readonly account: AccountPort;
  readonly organization: OrganizationPort;
  snapshot(): Snapshot;
  /** The vault side of the organization that was entered. */
  vaults(): VaultSide;
  /** The personal vault. */
  vault(): VaultId;
  /** Answers the first snapshot that is as wanted. */
  until(wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** Enters the organization and answers once so many entries are there and nothing more is on its way. */
  enter(address: string, entries: number): Promise<void>;
  close(): Promise<void>;
}

export async function openClient(url: string, store: ReplicaStore): Promise<OpenClient> {
  const snapshots = createSnapshotBox();
  const core = new ClientCore(
    {
      // Looked up with each call, so that a measurement can stand between.
      fetch: (input, init) => fetch(input, init),
      baseUrl: url,
      store,
      clock: systemClock,
      identity: { kind: 'cli', version: '0.1.0' },
      createVaultSide,
    },
    snapshots,
  );
  await core.start();
  const organization = createOrganizationPort(core);
  const vaults = () => {
    const side = core.entered?.vaults;
    if (side === undefined) throw new Error('no organization was entered');
    return side;
  };
  const until: OpenClient['until'] = (wanted) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const snapshot = snapshots.current();
        if (snapshot.alarm !== undefined) reject(new Error(`an alarm: ${JSON.stringify(snapshot.alarm)}`));
        else if (!wanted(snapshot)) return;
        end();
        resolve(snapshot);
      };
      const end = snapshots.subscribe(look);
      look();
    });
  return {
    core,
    account: createAccountPort(core, async () => {}),
    organization,
    snapshot: snapshots.current,
    vaults,
    vault: () => {
      const vault = vaults()
        .facts()
        .vaults.find(({ kind }) => kind === 'personal');
      if (vault === undefined) throw new Error('no personal vault');
      return vault.id;
    },
    until,
    enter: async (address, entries) => {
      const gate = mustBeOk(await organization.enter(address));
      if (!gate.allowed) throw new Error(`the gate is shut: ${gate.denial?.code}`);
      await until(
        ({ entered }) =>
          entered?.open !== undefined &&
          entered.open.counts.all === entries &&
          entered.open.sync.state === 'synced',
      );
    },
    close: () => core.close(),
  };
}
