import { type GateAnswer, listKeyMethods, type NewKeyMethod } from '@postern/contract';
import { equalBytes, type KeyMethodId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  addMethod,
  createMethod,
  drawSecret,
  keySheetGroups,
  keySheetText,
  type MethodSeed,
  methodProof,
  parseKeySheet,
  passkeyMethodSeed,
  replaceMethod,
} from '@postern/crypto';
import type { OpenAccount } from '../account/account-core.ts';
import { confirmByPassword } from '../account/password-proof.ts';
import type { Api } from '../api/api.ts';
import type { ClientCore } from '../client-core.ts';
import { type KeyStorageChange, readNewest } from './apply-change.ts';
import { readAtStake } from './at-stake.ts';
import { changeOpenAccount } from './change-open-account.ts';
import { getKeysBack } from './get-keys-back.ts';
import type { KeyStorageFacts, KeyStoragePort } from './port.ts';
import { removingMethod } from './removing-method.ts';
import { replaceOpenAccount } from './replace-keys.ts';
import { drawSheetPdf, sheetFileName } from './sheet-pdf.ts';

/** A sheet between being drawn and being confirmed. INVARIANT: its seed lives in this object and on paper. */
interface Drawn {
  readonly seed: MethodSeed;
  readonly groups: readonly string[];
  readonly askedGroup: number;
  readonly replaces: KeyMethodId | undefined;
}

/** The key-storage half of the port. `opened` is called once keys that were got back are open; `enter` turns to an organization as the pages do. */
export function createKeyStoragePort(
  core: ClientCore,
  opened: () => Promise<void>,
  enter: (address: string) => Promise<Result<GateAnswer>>,
): KeyStoragePort {
  let drawn: Drawn | undefined;

  const change = (what: KeyStorageChange) => changeOpenAccount(core, what);
  /** The session counts as fresh from then on; what the password brings back, for who keeps keys under it. */
  const confirm = async (password: string): Promise<Result<MethodSeed>> => {
    const account = core.account();
    return account.ok ? confirmByPassword(core.api, account.value.record().email, password) : account;
  };

  return {
    read: async () => {
      const account = core.account();
      if (!account.ok) return account;
      const known = await readMethods(core.api, account.value);
      if (!known.ok && known.code === 'sign_in_required') core.lock();
      return known;
    },
    atStake: async () => {
      const account = core.account();
      return account.ok ? ok(await readAtStake(account.value)) : account;
    },
    makeSheet: async () => {
      const account = core.account();
      if (!account.ok) return account;
      const { record, state } = account.value;
      const known = await readMethods(core.api, account.value);
      if (!known.ok) return known;
      const { version, methods } = known.value;
      const seed = drawSecret<MethodSeed>();
      const groups = keySheetGroups(seed);
      const askedGroup = ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % groups.length) + 1;
      const replaces = methods.find(({ kind }) => kind === 'qr')?.id;
      drawn = { seed, groups, askedGroup, replaces };
      // The change that lists it comes after this moment, so the numbers are never above those it leads to.
      const seen = {
        keyStorageVersion: version + 1,
        stateRevision: state.revision() + 1,
      };
      const { email } = record();
      const pdf = await drawSheetPdf({
        email,
        url: core.snapshots.current().server?.publicUrl ?? '',
        madeAtMs: core.clock.nowMs(),
        groups,
        qrText: keySheetText({ seed, seen }),
      });
      return ok({ fileName: sheetFileName(email), pdf, groupCount: groups.length, askedGroup, replaces });
    },
    confirmSheet: async (read, password) => {
      if (drawn === undefined) return refuse('ticket_expired');
      const { seed, replaces } = drawn;
      const right = checkRead(drawn, read);
      if (!right.ok) return right;
      if (replaces !== undefined) {
        const confirmed = await confirm(password ?? '');
        if (!confirmed.ok) return confirmed;
      }
      const changed = await change({ make: adding('qr', seed, { label: '' }, replaces), password });
      if (changed.ok) drawn = undefined;
      return changed;
    },
    addPasskey: async ({ label, prf, credential }) => {
      const seed = await passkeyMethodSeed(prf);
      const { id, transports } = credential;
      const facts = { label, credential: { id, transports: [...transports] } };
      return change({ make: adding('passkey', seed, facts) });
    },
    addPassword: async (password) => {
      const seed = await confirm(password);
      if (!seed.ok) return seed;
      return change({ make: adding('password', seed.value, { label: '' }) });
    },
    remove: async (method, password) => {
      const confirmed = await confirm(password);
      if (!confirmed.ok) return confirmed;
      return change({ make: removingMethod(core.api, method), password });
    },
    replaceKeys: async (password) => {
      const seed = await confirm(password);
      if (!seed.ok) return seed;
      return replaceOpenAccount(core, enter, { password, seed: seed.value });
    },
    getBack: async (given) => {
      const waiting = core.waitingForKeys();
      if (waiting === undefined) return refuse('sign_in_required');
      const open = await getKeysBack(core.accountCore, waiting, given);
      if (!open.ok) return open;
      await core.open(open.value);
      if (open.value.state.hasUnsent()) {
        const refreshed = await open.value.state.refresh();
        if (!refreshed.ok) core.raise(refreshed);
      }
      await opened();
      return ok();
    },
  };
}

/**
 * The ways that the account's signed statement lists now, in its order. The server adds when each was made and used; one
 * that it leaves out is `opening_failed`.
 */
async function readMethods(api: Api, open: OpenAccount): Promise<Result<KeyStorageFacts>> {
  const newest = await readNewest(api, open);
  if (!newest.ok) return newest;
  const served = await api.call(listKeyMethods, {});
  if (!served.ok) return served;
  const { generation, version, methods: listed } = newest.value.base.statement;
  const methods = listed.flatMap(({ id, kind }) =>
    served.value.methods.filter((one) => one.id === id && one.kind === kind),
  );
  return methods.length === listed.length ? ok({ generation, version, methods }) : refuse('opening_failed');
}

/** Adds the method of a seed, or puts it in another's place. */
function adding(
  kind: 'qr' | 'passkey' | 'password',
  seed: MethodSeed,
  facts: Pick<NewKeyMethod, 'label' | 'credential'>,
  replaces?: KeyMethodId,
): KeyStorageChange['make'] {
  return async (base) => {
    const method = await createMethod(kind, seed, base.keys);
    const set =
      replaces === undefined ? await addMethod(base, method) : await replaceMethod(base, replaces, method);
    if (!set.ok) return set;
    const proof = kind === 'password' ? {} : { proof: toBase64Url(await methodProof(seed)) };
    return ok({ set: set.value, added: [{ id: method.id, ...facts, ...proof }] });
  };
}

/** Whether what was typed or scanned is of this sheet: the asked group, or all of it. */
function checkRead({ seed, groups, askedGroup }: Drawn, read: string): Result<undefined> {
  const whole = parseKeySheet(read);
  if (whole.ok) return equalBytes(whole.value.seed, seed) ? ok() : refuse('key_opens_nothing');
  if (whole.code === 'sheet_is_recovery_kit') return whole;
  const plain = read
    .toUpperCase()
    .replaceAll(/[\s\-\u2010-\u2015]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return plain === groups[askedGroup - 1]
    ? ok()
    : refuse('sheet_code_wrong', { field: '/read', params: { group: askedGroup } });
}
