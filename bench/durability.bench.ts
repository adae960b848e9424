import { type EntryId, mustBeOk, type VaultId } from '@postern/core';
import { draftsOf } from './drafts.ts';
import { report } from './harness.ts';
import { maya, openPlace } from './place.ts';

/** A server that is killed in the middle of writes, again and again: whatever it acknowledged must be there after. */
const kills = 5;
const place = await openPlace();
const acknowledged: { readonly vault: VaultId; readonly entry: EntryId }[] = [];

for (let round = 0; round < kills; round++) {
  const client = await place.signIn();
  mustBeOk(await client.organization.enter(maya.address));
  mustBeOk(await client.vaults().sync());
  const vault = client.vault();
  let killed = false;
  const restarted = new Promise<void>((resolve, reject) => {
    setTimeout(() => {
      killed = true;
      place.restart('SIGKILL').then(resolve, reject);
    }, 400);
  });
  // Several at once, so that the kill meets some of them on their way.
  const write = async () => {
    for (;;) {
      const [draft] = draftsOf(acknowledged.length, acknowledged.length + 1);
      if (draft === undefined) throw new Error('no draft');
      const added = await client.vaults().port.addEntry(vault, draft);
      if (added.ok) acknowledged.push(added.value);
      else if (killed) return;
      else throw new Error(`not added: ${added.code}`);
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  await restarted;
  await client.close();
}

const reader = await place.signIn();
mustBeOk(await reader.organization.enter(maya.address));
mustBeOk(await reader.vaults().sync());
let lost = 0;
for (const ref of acknowledged) {
  const opened = await reader.vaults().port.openEntry(ref);
  if (!opened.ok) lost += 1;
}
await reader.close();
await place.stop();
if (acknowledged.length < kills) throw new Error('nothing was written before the kills');
report(
  'acknowledged writes lost in kill -9',
  { median: lost, min: lost, max: lost, spread: 0, n: acknowledged.length },
  'writes',
);
