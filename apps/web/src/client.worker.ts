import './zod-without-eval.ts';
import { createClient, openIndexedDbStore, type PosternClient } from '@postern/client';
import { expose } from 'comlink';
import packageJson from '../package.json' with { type: 'json' };
import type { WorkerClient } from './start-client.ts';

/** The worker in which keys and cryptography stay: one client, its snapshot pushed to the page. */

const client: Promise<PosternClient> = openIndexedDbStore('postern').then((store) =>
  createClient({
    fetch: (input, init) => fetch(input, init),
    baseUrl: '',
    store,
    kind: 'web',
    version: packageJson.version,
  }),
);

/** The same operations, each waiting until the device's own state is read. */
function whenStarted<Name extends 'account' | 'secondFactor' | 'organization' | 'vault'>(
  name: Name,
): PosternClient[Name] {
  const operations = new Proxy(
    {},
    {
      get:
        (_target, operation: string) =>
        async (...input: unknown[]) => {
          const port = (await client)[name] as unknown as Record<
            string,
            ((...input: unknown[]) => Promise<unknown>) | undefined
          >;
          return port[operation]?.(...input);
        },
    },
  );
  return operations as PosternClient[Name];
}

const exposed: WorkerClient = {
  account: whenStarted('account'),
  secondFactor: whenStarted('secondFactor'),
  organization: whenStarted('organization'),
  vault: whenStarted('vault'),
  watch: async (listener) => {
    const started = await client;
    started.subscribe(() => listener(started.snapshot()));
    listener(started.snapshot());
  },
  touch: async () => (await client).touch(),
  wake: async () => (await client).wake(),
};

expose(exposed);
