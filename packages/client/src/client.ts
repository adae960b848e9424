import { type ClientKind, getServer } from '@postern/contract';
import { type Clock, fromUtf8, refuse, systemClock, utf8 } from '@postern/core';
import { createAccessLogPort } from './access-log/access-log-port.ts';
import { createAccountPort } from './account/account-port.ts';
import { createAdministrationPort } from './administration/administration-port.ts';
import { ClientCore } from './client-core.ts';
import { createForgotPasswordPort } from './forgot-password/forgot-password-port.ts';
import { showWaiting } from './forgot-password/waiting-generation.ts';
import { createImpactPort } from './impact/impact-port.ts';
import { createKeyStoragePort } from './key-storage/key-storage-port.ts';
import { createLockTimer, defaultLockAfterMinutes } from './lock-timer.ts';
import { createOrganizationPort, resumeFounding } from './organization/organization-port.ts';
import { waitAtGate } from './organization/wait-at-gate.ts';
import { createPhonePort } from './phone/phone-port.ts';
import type {
  AccessLogPort,
  AccountPort,
  AdministrationPort,
  ClientPort,
  ForgotPasswordPort,
  ImpactPort,
  KeyStoragePort,
  OrganizationPort,
  PhonePort,
  RelinkPort,
  RequestsPort,
  SecondFactorPort,
  VaultPort,
} from './port.ts';
import { resumeRefusals } from './relink/refuse-relink.ts';
import { createRelinkPort } from './relink/relink-port.ts';
import { createRequestsPort } from './requests/requests-port.ts';
import { createSecondFactorPort } from './second-factor/second-factor-port.ts';
import { createSnapshotBox, type SnapshotBox } from './snapshot-box.ts';
import type { ReplicaStore } from './store/replica-store.ts';
import { createVaultSide } from './vault/vault-side.ts';

/** What a client is made of. */
export interface ClientSetup {
  readonly fetch: typeof fetch;
  /** Origin of the server like `https://postern.example`; empty in a page that it served. */
  readonly baseUrl: string;
  /** What this device keeps; the client clears it on signing out and closes it on closing. */
  readonly store: ReplicaStore;
  readonly kind: ClientKind;
  /** Of this client, like `1.2.3`. */
  readonly version: string;
  readonly clock?: Clock;
}

export interface PosternClient extends ClientPort {
  /** Somebody is there: keys stay open for another while. Every operation counts as well. */
  readonly touch: () => void;
  /** The connection may be back, or gone: find out at once. */
  readonly wake: () => void;
  /** How long this device stays open without use, in minutes, from 1 to 1,440; kept on the device. */
  readonly setLockAfterMinutes: (minutes: number) => Promise<void>;
  readonly lockAfterMinutes: () => number;
  /** Closes keys, connections and the store. */
  readonly close: () => Promise<void>;
}

const lockSettingName = 'device-lock-minutes';

/**
 * A client of one server on one device. It answers once the device's own state is read, so that the first snapshot is
 * `signed-out` or `locked`; the server is asked meanwhile. All operations take and give structured-cloneable values.
 * With `snapshots` it goes on where whoever drew there before it stopped.
 */
export async function createClient(
  setup: ClientSetup,
  snapshots: SnapshotBox = createSnapshotBox(),
): Promise<PosternClient> {
  const core = new ClientCore(
    {
      fetch: setup.fetch,
      baseUrl: setup.baseUrl,
      store: setup.store,
      clock: setup.clock ?? systemClock,
      identity: { kind: setup.kind, version: setup.version },
      createVaultSide,
    },
    snapshots,
  );
  const timer = createLockTimer(core.clock, () => core.lock());
  core.onPhase = (phase) => timer.run(phase === 'open');
  let minutes = await readLockMinutes(setup.store);
  timer.lockAfter(minutes);

  const askServer = async () => {
    const server = await core.api.call(getServer, {});
    if (server.ok) snapshots.update({ server: server.value });
  };
  const opened = async () => {
    const account = core.account();
    if (account.ok) await resumeFounding(core, account.value);
    // Nobody waits for it: what is there opens without it.
    void showWaiting(core);
    void resumeRefusals(core);
  };
  const organization = createOrganizationPort(core);
  const account = createAccountPort(core, opened);
  const waiting = waitAtGate(core, organization.enterAgain);
  await core.start();
  void askServer();

  return {
    snapshot: snapshots.current,
    subscribe: snapshots.subscribe,
    account: touching<AccountPort>(account, timer.touch),
    forgotPassword: touching<ForgotPasswordPort>(createForgotPasswordPort(core, { account }), timer.touch),
    keyStorage: touching<KeyStoragePort>(createKeyStoragePort(core, opened, organization.enter), timer.touch),
    secondFactor: touching<SecondFactorPort>(createSecondFactorPort(core), timer.touch),
    organization: touching<OrganizationPort>(organization, timer.touch),
    administration: touching<AdministrationPort>(createAdministrationPort(core), timer.touch),
    accessLog: touching<AccessLogPort>(createAccessLogPort(core), timer.touch),
    requests: touching<RequestsPort>(createRequestsPort(core), timer.touch),
    phone: touching<PhonePort>(createPhonePort(core, opened), timer.touch),
    relink: touching<RelinkPort>(createRelinkPort(core), timer.touch),
    impact: touching<ImpactPort>(createImpactPort(core), timer.touch),
    vault: touching<VaultPort>(vaultOfEntered(core), timer.touch),
    touch: timer.touch,
    wake: () => {
      core.entered?.wake();
      waiting.wake();
      // A stream over a line that is gone stays silent: asking tells at once whether the server is there.
      void askServer();
    },
    lockAfterMinutes: () => minutes,
    setLockAfterMinutes: async (wanted) => {
      if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1440) {
        throw new RangeError('a device locks after 1 to 1,440 minutes');
      }
      minutes = wanted;
      timer.lockAfter(minutes);
      await setup.store.write({ put: [[lockSettingName, utf8(String(minutes))]] });
    },
    close: async () => {
      await core.close();
      timer.run(false);
    },
  };
}

async function readLockMinutes(store: ReplicaStore): Promise<number> {
  const kept = await store.get(lockSettingName);
  const minutes = kept === undefined ? Number.NaN : Number(fromUtf8(kept));
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440 ? minutes : defaultLockAfterMinutes;
}

/** The vault half of the port: that of the entered organization, refusing while there is none. */
function vaultOfEntered(core: ClientCore): VaultPort {
  const side = () => core.entered?.vaults?.port;
  const write = <Answer>(step: (port: VaultPort) => Promise<Answer>) => {
    const port = side();
    const stopped = core.blockingAlarm() ?? (port === undefined ? refuse('locked') : undefined);
    return stopped === undefined && port !== undefined
      ? step(port)
      : Promise.resolve(stopped ?? refuse('locked'));
  };
  return {
    listEntries: async (scope, query) => (await side()?.listEntries(scope, query)) ?? [],
    listPart: async (scope, query, window) =>
      (await side()?.listPart(scope, query, window)) ?? { total: 0, from: window.from, rows: [] },
    openEntry: async (ref) => (await side()?.openEntry(ref)) ?? refuse('locked'),
    addEntry: (vault, draft) => write((port) => port.addEntry(vault, draft)),
    editEntry: (ref, revision, draft) => write((port) => port.editEntry(ref, revision, draft)),
    setFavourite: (ref, favourite) => write((port) => port.setFavourite(ref, favourite)),
    moveEntry: (ref, to) => write((port) => port.moveEntry(ref, to)),
    trashEntry: (ref) => write((port) => port.trashEntry(ref)),
    restoreEntry: (ref) => write((port) => port.restoreEntry(ref)),
    purgeEntry: (ref) => write((port) => port.purgeEntry(ref)),
    createPersonalVault: () => write((port) => port.createPersonalVault()),
    createVault: (name) => write((port) => port.createVault(name)),
    createFolder: (vault, name) => write((port) => port.createFolder(vault, name)),
  };
}

/** The same operations, those of ports within it too, each of which counts as a use of the client. */
function touching<Port extends object>(port: Port, touch: () => void): Port {
  const wrapped: Record<string, unknown> = {};
  for (const [name, operation] of Object.entries(port)) {
    if (typeof operation === 'object' && operation !== null) wrapped[name] = touching(operation, touch);
    if (typeof operation !== 'function') continue;
    wrapped[name] = (...input: unknown[]) => {
      touch();
      return operation(...input);
    };
  }
  return wrapped as Port;
}
