import { type AccountId, newId, type PhonePairingId } from '@postern/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AccountKeys, createAccountKeys } from './account-keys.ts';
import {
  createMethod,
  type OpenedKeyStorage,
  openByAccountSecret,
  openKeyStorage,
  type ServedKeyStorage,
} from './key-storage.ts';
import { addMethod, startKeyStorage } from './key-storage-changes.ts';
import {
  type AskedAbout,
  approvalDigits,
  approvalMac,
  commitApprovalNonce,
  drawApprovalNonce,
  drawAsking,
  parseApprovalCode,
  sealApproval,
  unwrapApproval,
  writeApprovalCode,
} from './phone-approval.ts';
import {
  answerPairing,
  drawPairingCode,
  pairingDigits,
  pairingMac,
  parsePairingCode,
  writePairingCode,
} from './phone-pairing.ts';
import { drawSecret, type MethodSeed } from './secrets.ts';

describe('a phone', () => {
  let maya: AccountKeys;
  let opened: OpenedKeyStorage;

  beforeAll(async () => {
    maya = await createAccountKeys(newId<AccountId>(), 1_790_000_000_000);
    const first = await createMethod('qr', drawSecret<MethodSeed>(), maya);
    const set = await startKeyStorage(maya, [first]);
    opened = { keys: maya, accountSecret: set.accountSecret, statement: set.statement };
  });

  it('opens the account by the method it answered with', async () => {
    const shown = drawPairingCode(newId<PhonePairingId>(), maya.statement);
    const scanned = parsePairingCode(writePairingCode(shown));
    const answered = scanned && (await answerPairing(scanned, maya.statement, 'Phone'));
    if (answered === undefined) throw new Error('the phone did not answer');
    const { seed, answer } = answered;
    expect(await pairingMac(shown, answer.method, 'Phone')).toBe(answer.mac);
    expect(pairingDigits(answer.mac)).toMatch(/^\d{4}$/);
    // Of two phones that read one code, each shows digits of its own; of ten, two may share theirs.
    const others = await Promise.all(
      Array.from({ length: 10 }, () => answerPairing(shown, maya.statement, 'Phone')),
    );
    const digits = others.map((other) => other && pairingDigits(other.answer.mac));
    expect(new Set(digits).size).toBeGreaterThan(5);

    const added = await addMethod(opened, answer.method);
    if (!added.ok) throw new Error(added.code);
    const served: ServedKeyStorage = {
      account: maya.account,
      method: answer.method,
      anchor: answer.method.anchor,
      wrap: added.value.wraps.find((one) => one.method === answer.method.id)?.wrap ?? new Uint8Array(),
      statement: added.value.statement.bytes,
      bundle: added.value.bundle,
      keyStatement: maya.statement.bytes,
      rekeys: [],
    };
    expect(await openKeyStorage(seed, served)).toMatchObject({ ok: true });
    expect(await openByAccountSecret(opened.accountSecret, served)).toMatchObject({ ok: true });
    const other = await createAccountKeys(maya.account, 0);
    expect(
      await openByAccountSecret(opened.accountSecret, { ...served, keyStatement: other.statement.bytes }),
    ).toMatchObject({ code: 'opening_failed' });
  });

  it('does not answer for keys that the code does not name', async () => {
    const code = drawPairingCode(newId<PhonePairingId>(), maya.statement);
    const other = await createAccountKeys(maya.account, 0);
    expect(await answerPairing(code, other.statement, 'Phone')).toBeUndefined();
  });

  it('hands the account secret to the device that asks, and to no other', async () => {
    const asking = await drawAsking();
    const about = aboutOf(asking);
    const by = { method: newId<never>(), secretVersion: 1 };
    const answer = await sealApproval(opened.accountSecret, about, by, asking.keyPair.publicKey);
    if (answer === undefined) throw new Error('not sealed');
    expect(await unwrapApproval(asking, about, by, answer)).toEqual(opened.accountSecret);
    expect(await unwrapApproval(await drawAsking(), about, by, answer)).toBeUndefined();
    expect(await unwrapApproval(asking, { ...about, request: newId() }, by, answer)).toBeUndefined();
    const code = parseApprovalCode(writeApprovalCode(asking));
    const word = { method: by.method, keyStorageVersion: 1, stateRevision: 1, answer };
    expect(code && (await approvalMac(code.key, about, word))).toBe(
      await approvalMac(asking.key, about, word),
    );
    expect(await approvalMac(asking.key, about, { ...word, keyStorageVersion: 2 })).not.toBe(
      await approvalMac(asking.key, about, word),
    );
  });

  it('computes six digits that depend on all that both sides know', async () => {
    const asking = await drawAsking();
    const about = aboutOf(asking);
    const answers = drawApprovalNonce();
    const digits = approvalDigits(about, { asks: asking.nonce, answers });
    expect(digits).toMatch(/^\d{6}$/);
    expect(approvalDigits(about, { asks: answers, answers: asking.nonce })).not.toBe(digits);
    expect(commitApprovalNonce('asks', about, answers)).not.toBe(
      commitApprovalNonce('answers', about, answers),
    );
  });

  it('reads no code out of any other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parsePairingCode(text)).toBeUndefined();
        expect(parseApprovalCode(text)).toBeUndefined();
      }),
    );
  });

  const aboutOf = ({ request, keyHash }: Pick<AskedAbout, 'request' | 'keyHash'>): AskedAbout => ({
    account: maya.account,
    request,
    keyHash,
    statementHash: maya.statement.hash,
  });
});
