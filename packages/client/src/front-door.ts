import { getServer } from '@postern/contract';
import { readDeviceRecord } from './account/device-record.ts';
import { createApi } from './api/api.ts';
import type { ClientSetup, PosternClient } from './client.ts';
import { createSnapshotBox, type SnapshotBox } from './snapshot-box.ts';

/** A client whose code comes when it is first needed. */
export interface FrontDoor {
  /** The same before the client is there and with it. */
  readonly snapshots: SnapshotBox;
  /** The client, loaded with the first call. Throws what loading threw; the next call tries again. */
  readonly client: () => Promise<PosternClient>;
  /** Somebody is there: what they will need is fetched. */
  readonly touch: () => void;
  /** The connection may be back, or gone: find out at once. */
  readonly wake: () => void;
}

/**
 * What a page needs while nobody is signed in: that nobody is, and what the server says of itself. Most of a client works
 * on keys, so it is loaded once somebody does something; at once on a device that has keys. It holds no secret.
 */
export async function openFrontDoor(
  setup: ClientSetup,
  load: () => Promise<(setup: ClientSetup, snapshots: SnapshotBox) => Promise<PosternClient>>,
): Promise<FrontDoor> {
  const snapshots = createSnapshotBox();
  const api = createApi({
    fetch: setup.fetch,
    baseUrl: setup.baseUrl,
    token: () => undefined,
    onReached: (online) => snapshots.update({ online }),
  });
  let loaded: PosternClient | undefined;
  let loading: Promise<PosternClient> | undefined;
  const client = () => {
    loading ??= start().catch((fault) => {
      loading = undefined;
      throw fault;
    });
    return loading;
  };
  const start = async () => {
    const createClient = await load();
    loaded = await createClient(setup, snapshots);
    return loaded;
  };
  const askServer = async () => {
    const server = await api.call(getServer, {});
    if (server.ok && loaded === undefined) snapshots.update({ server: server.value });
  };

  const nobody = (await readDeviceRecord(setup.store)) === undefined;
  if (nobody) {
    snapshots.update({ phase: 'signed-out' });
    void askServer();
  } else {
    // Its own failure is heard by whoever needs it.
    client().catch(() => {});
  }
  return {
    snapshots,
    client,
    touch: () => {
      if (loaded === undefined) client().catch(() => {});
      else loaded.touch();
    },
    wake: () => {
      if (loaded === undefined) void askServer();
      else loaded.wake();
    },
  };
}
