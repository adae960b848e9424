import { type GateAnswer, getAccount, replaceAccountKeys } from '@postern/contract';
import { equalBytes, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  type AccountSecret,
  createMethod,
  createNextAccountKeys,
  deriveSealingKey,
  drawSecret,
  type KeyStorageSet,
  type MethodSeed,
  sealAccountState,
  signKeySuccession,
  writeKeyStorage,
} from '@postern/crypto';
import type { AccountCore, OpenAccount } from '../account/account-core.ts';
import { bytesOfWire, keyStorageToWire } from '../account/key-storage-wire.ts';
import { withFormerKeys } from '../account/merge-account-state.ts';
import { moveDevice } from '../account/move-device.ts';
import type { Api } from '../api/api.ts';
import type { ClientCore } from '../client-core.ts';
import { type ChangedKeyStorage, readNewest } from './apply-change.ts';
import type { KeysReplaced } from './port.ts';

const attempts = 4;

/** The password, with what it brings back, proven in this session. */
interface GivenPassword {
  readonly password: string;
  readonly seed: MethodSeed;
}

/**
 * Replaces the keys of the open account and tells every organization of it, one after the other. One that cannot be entered
 * now goes on with the keys of before, and hears of it when it is entered next, on whatever device. `enter` turns to an
 * organization as the pages do; the one that was entered is entered again.
 */
export async function replaceOpenAccount(
  core: ClientCore,
  enter: (address: string) => Promise<Result<GateAnswer>>,
  given: GivenPassword,
): Promise<Result<KeysReplaced>> {
  const account = core.account();
  if (!account.ok) return account;
  const before = core.entered?.address;
  core.leave();
  const replaced = await replaceKeys(core.accountCore, account.value, given);
  if (replaced.ok) await core.open(replaced.value.open);
  // What is open here is of keys that are no more: the password opens what there is now.
  else if (replaced.code === 'sign_in_required') core.lock();
  const organizations = replaced.ok ? await tellEach(core, replaced.value.open, enter) : [];
  if (before !== undefined && core.account().ok && core.entered?.address !== before) await enter(before);
  return replaced.ok ? ok({ endedSessions: replaced.value.endedSessions, organizations }) : replaced;
}

async function tellEach(
  core: ClientCore,
  open: OpenAccount,
  enter: (address: string) => Promise<Result<GateAnswer>>,
): Promise<KeysReplaced['organizations']> {
  const told: { address: string; code?: string }[] = [];
  for (const { address } of open.state.current().heads) {
    const gate = await enter(address);
    const refusal = gate.ok ? (gate.value.denial ?? core.entered?.untold) : gate;
    told.push({ address, ...(refusal === undefined ? {} : { code: refusal.code }) });
  }
  return told;
}

/**
 * Draws other account keys and puts them in the place of those in force, which sign that they come after them. The key
 * storage lists the password alone: every other way says whose keys it brings back by the very keys that go. The keys of
 * before stay in the sealed state for organizations that have not heard of it. One request: before it nothing is changed, and
 * after it everything. Nothing else may use the account meanwhile. Refused as a change of the key storage is.
 */
async function replaceKeys(
  core: AccountCore,
  open: OpenAccount,
  given: GivenPassword,
): Promise<Result<ChangedKeyStorage>> {
  // The copy under the secret that goes must not come after the one under the next.
  await core.unlockSealed();
  for (let attempt = 0; attempt < attempts; attempt++) {
    const newest = await readNewest(core.api, open);
    if (!newest.ok) return newest;
    const { base } = newest.value;
    const served = await core.api.call(getAccount, {});
    if (!served.ok) return served;
    // What other devices sent comes in first, so that nothing of it is lost under a new secret.
    const refreshed = await open.state.refresh();
    if (!refreshed.ok) return refreshed;

    const before = base.keys;
    const nowMs = core.clock.nowMs();
    const keys = await createNextAccountKeys(before.statement, nowMs, served.value.newestGeneration + 1);
    const secretVersion = base.statement.secretVersion + 1;
    const set = await writeKeyStorage({
      keys,
      accountSecret: drawSecret<AccountSecret>(),
      secretVersion,
      version: base.statement.version + 1,
      kept: [],
      added: [await createMethod('password', given.seed, keys)],
    });
    const { accountSecret, statement } = set;
    const { generation, seeds } = before;
    const former = { generation, seeds, statement: before.statement.bytes };
    const state = {
      ...withFormerKeys(open.state.current(), former),
      keyStorageVersion: statement.version,
    };
    const revision = open.state.revision() + 1;
    const sealed = await sealAccountState(
      await deriveSealingKey(accountSecret, 'state'),
      { account: keys.account, revision, secretVersion },
      state,
    );
    const stored = await core.api.call(replaceAccountKeys, {
      body: {
        keyStatement: toBase64Url(keys.statement.bytes),
        succession: toBase64Url(await signKeySuccession(before, keys.statement)),
        keys: keyStorageToWire(set),
        state: { revision, sealed: toBase64Url(sealed) },
      },
    });
    // The answer may be lost on its way, and the keys replaced.
    const isLost = !stored.ok && stored.code === 'server_unreachable';
    if (stored.ok || (isLost && (await hasTaken(core.api, set)))) {
      const record = open.record();
      open.close();
      const kept = { state, revision, unsent: false };
      const next = { ...set, keys };
      const reopened = await moveDevice(core, record, base, next, given.password, kept);
      return ok({ open: reopened, endedSessions: stored.ok ? stored.value.endedSessions : 0 });
    }
    if (stored.code !== 'state_moved') return stored;
  }
  return refuse('state_moved');
}

/** Whether the server has this very key storage. */
async function hasTaken(api: Api, { statement }: KeyStorageSet): Promise<boolean> {
  const served = await api.call(getAccount, {});
  return served.ok && equalBytes(bytesOfWire(served.value.keys.keyStorage), statement.bytes);
}
