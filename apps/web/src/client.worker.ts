import './zod-without-eval.ts';
import type { PhoneApprover, PosternClient } from '@postern/client';
import { openFrontDoor } from '@postern/client/front-door';
import { openIndexedDbStore } from '@postern/client/indexed-db-store';
import { expose } from 'comlink';
import packageJson from '../package.json' with { type: 'json' };
import { appBase, isApp } from './app-shell/base.ts';
import type { PhoneOperations } from './phone/page-approver.ts';
import type { WorkerClient } from './start-client.ts';

/** The worker in which keys and cryptography stay: one client, its snapshot pushed to the page. */

/** The app has a session and a copy of its own beside the web's, in the same browser. */
const announced = isApp
  ? ({ store: 'postern-app', baseUrl: appBase, kind: 'app', version: packageJson.version } as const)
  : ({ store: 'postern', baseUrl: '', kind: 'web', version: packageJson.version } as const);

const door = openIndexedDbStore(announced.store).then((store) =>
  openFrontDoor(
    { ...announced, fetch: (input, init) => fetch(input, init), store },
    async () => (await import('@postern/client')).createClient,
  ),
);

type Operations = Readonly<Record<string, ((...input: unknown[]) => Promise<unknown>) | undefined>>;

/** The operations of a port, each waiting until the client is loaded and the device's own state is read. */
function whenStarted<Port>(portOf: (started: PosternClient) => Port): Port {
  return whenThere(async () => portOf(await (await door).client()));
}

let phone: Promise<PhoneApprover> | undefined;

/** The phone, opened once a page of the installed app wants it. Its keys are beside the account's, and open without them. */
function openPhone(): Promise<PhoneApprover> {
  phone ??= Promise.all([
    import('@postern/client/phone-approver'),
    import('@postern/client/indexed-db-phone-keys').then((module) =>
      module.openIndexedDbPhoneKeys('postern-phone'),
    ),
  ]).then(([{ createPhoneApprover }, keys]) =>
    createPhoneApprover({
      fetch: (input, init) => fetch(input, init),
      baseUrl: announced.baseUrl,
      keys,
    }),
  );
  return phone;
}

/** The operations of what `open` answers, each waiting until it is there. */
function whenThere<Port>(open: () => Promise<Port>): Port {
  const operations = new Proxy(
    {},
    {
      get:
        (_target, operation: string) =>
        async (...input: unknown[]) => {
          const port = (await open()) as unknown as Operations;
          return port[operation]?.(...input);
        },
    },
  );
  return operations as Port;
}

const exposed: WorkerClient = {
  account: whenStarted((started) => started.account),
  keyStorage: whenStarted((started) => started.keyStorage),
  forgotPassword: whenStarted((started) => started.forgotPassword),
  secondFactor: whenStarted((started) => started.secondFactor),
  organization: whenStarted((started) => started.organization),
  administration: {
    people: whenStarted((started) => started.administration.people),
    invitations: whenStarted((started) => started.administration.invitations),
    groups: whenStarted((started) => started.administration.groups),
    vaultAccess: whenStarted((started) => started.administration.vaultAccess),
    rules: whenStarted((started) => started.administration.rules),
    history: whenStarted((started) => started.administration.history),
    checkAccess: whenStarted((started) => started.administration.checkAccess),
    recoveryKey: whenStarted((started) => started.administration.recoveryKey),
  },
  accessLog: whenStarted((started) => started.accessLog),
  requests: {
    ask: whenStarted((started) => started.requests.ask),
    inbox: whenStarted((started) => started.requests.inbox),
  },
  relink: whenStarted((started) => started.relink),
  phone: whenStarted((started) => started.phone),
  impact: whenStarted((started) => started.impact),
  vault: whenStarted((started) => started.vault),
  // The worker's answers travel as promises, whatever they are here.
  approver: whenThere(openPhone) as unknown as PhoneOperations,
  watchPhone: async (listener) => {
    const opened = await openPhone();
    opened.subscribe(() => listener(opened.snapshot()));
    listener(opened.snapshot());
  },
  watch: async (listener) => {
    const { snapshots } = await door;
    snapshots.subscribe(() => listener(snapshots.current()));
    listener(snapshots.current());
  },
  touch: async () => (await door).touch(),
  wake: async () => {
    (await phone)?.wake();
    (await door).wake();
  },
};

expose(exposed);
