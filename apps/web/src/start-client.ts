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
  PhoneSnapshot,
  RelinkPort,
  RequestsPort,
  SecondFactorPort,
  Snapshot,
  VaultPort,
} from '@postern/client';
import { proxy, type Remote, wrap } from 'comlink';
import { isApp } from './app-shell/base.ts';
import workerUrl from './client.worker.ts?worker&url';
import { type PageApprover, type PhoneOperations, pageApprover } from './phone/page-approver.ts';
import { trustWorkerUrl } from './trusted-types.ts';

/** What the worker exposes: the same operations, and the snapshot pushed after each change. */
export interface WorkerClient {
  readonly account: AccountPort;
  readonly keyStorage: KeyStoragePort;
  readonly forgotPassword: ForgotPasswordPort;
  readonly secondFactor: SecondFactorPort;
  readonly organization: OrganizationPort;
  readonly administration: AdministrationPort;
  readonly accessLog: AccessLogPort;
  readonly requests: RequestsPort;
  readonly relink: RelinkPort;
  readonly phone: PhonePort;
  readonly impact: ImpactPort;
  readonly vault: VaultPort;
  /** The phone, in the installed app; see {@link PageApprover}. */
  readonly approver: PhoneOperations;
  /** As `watch`, of the phone. */
  readonly watchPhone: (listener: (snapshot: PhoneSnapshot) => void) => Promise<void>;
  /** Calls the listener with the present snapshot at once, and with every later one. */
  readonly watch: (listener: (snapshot: Snapshot) => void) => Promise<void>;
  /** Somebody is at the page: keys stay open for another while. */
  readonly touch: () => Promise<void>;
  /** The connection came or went, or the page is back: ask the server at once. */
  readonly wake: () => Promise<void>;
}

/** Moving the mouse says the same a hundred times a second. */
const touchEveryMs = 10_000;

const starting: Snapshot = {
  phase: 'starting',
  server: undefined,
  online: true,
  account: undefined,
  door: undefined,
  keysNeeded: undefined,
  pairing: undefined,
  approval: undefined,
  waitingGeneration: undefined,
  organizations: [],
  entered: undefined,
  alarm: undefined,
};

/** What the pages draw from. */
export interface StartedClient {
  readonly port: ClientPort;
  /** In the installed app alone. */
  readonly approver: PageApprover | undefined;
}

/** Starts the client in its worker, where keys and cryptography stay, and answers the ports to it. */
export function startClient(): StartedClient {
  const worker = new Worker(trustWorkerUrl(workerUrl), { type: 'module', name: 'postern-client' });
  const remote: Remote<WorkerClient> = wrap<WorkerClient>(worker);
  const listeners = new Set<() => void>();
  let snapshot = starting;
  void remote.watch(
    proxy((next: Snapshot) => {
      snapshot = next;
      for (const listener of listeners) listener();
    }),
  );
  let touchedAtMs = 0;
  const touch = () => {
    if (Date.now() - touchedAtMs < touchEveryMs) return;
    touchedAtMs = Date.now();
    void remote.touch();
  };
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel']) {
    window.addEventListener(event, touch, { passive: true, capture: true });
  }
  const wake = () => void remote.wake();
  for (const event of ['online', 'offline']) window.addEventListener(event, wake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
  // Every operation of the port is asynchronous already, so the remote objects have the very same types.
  const operations = remote as unknown as Pick<
    ClientPort,
    | 'account'
    | 'keyStorage'
    | 'forgotPassword'
    | 'secondFactor'
    | 'organization'
    | 'administration'
    | 'accessLog'
    | 'requests'
    | 'relink'
    | 'phone'
    | 'impact'
    | 'vault'
  >;
  const port: ClientPort = {
    snapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    account: operations.account,
    keyStorage: operations.keyStorage,
    forgotPassword: operations.forgotPassword,
    secondFactor: operations.secondFactor,
    organization: operations.organization,
    administration: operations.administration,
    accessLog: operations.accessLog,
    requests: operations.requests,
    relink: operations.relink,
    phone: operations.phone,
    impact: operations.impact,
    vault: operations.vault,
  };
  return { port, approver: isApp ? pageApprover(remote) : undefined };
}
