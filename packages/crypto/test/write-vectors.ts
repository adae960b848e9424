import { writeFileSync } from 'node:fs';
import {
  type AccountId,
  type Bytes,
  concatBytes,
  type Email,
  encodeCanonical,
  type HashB64,
  type InviteId,
  type Json,
  type MemberId,
  mustBeOk,
  newId,
  type OrganizationId,
  type PhonePairingId,
  toBase64Url,
  utf8,
} from '@postern/core';
import { createAccountKeys, createNextAccountKeys } from '../src/account-keys.ts';
import { commit, deriveBytes } from '../src/derive.ts';
import { sealDeviceUnlock } from '../src/device-unlock.ts';
import { acceptablePublicKey } from '../src/ed25519-checks.ts';
import { frameHeader } from '../src/frames.ts';
import { commitGroupKey } from '../src/group-keys.ts';
import { hashB64, sha256 } from '../src/hash.ts';
import { invitationKeysOf, signJoinProof } from '../src/invitation-keys.ts';
import { keySheetGroups, keySheetText } from '../src/key-sheet.ts';
import { createMethod, type ServedKeyStorage, writeKeyStorage } from '../src/key-storage.ts';
import { startKeyStorage } from '../src/key-storage-changes.ts';
import { methodProof, passkeyMethodSeed } from '../src/method-seed.ts';
import { ObjectType, type SealedType, type WrappedType } from '../src/object-types.ts';
import { registerFinish, registerStart } from '../src/opaque-client.ts';
import { createServerSetup, registrationResponse } from '../src/opaque-server.ts';
import { pad } from '../src/padding.ts';
import {
  type AskedAbout,
  approvalDigits,
  approvalMac,
  commitApprovalNonce,
  writeApprovalCode,
} from '../src/phone-approval.ts';
import { pairingMac, writePairingCode } from '../src/phone-pairing.ts';
import { formatRecoveryCode, recoveryKeysOf } from '../src/recovery-code.ts';
import { relinkKeyOfWords, relinkProof } from '../src/relink-words.ts';
import { deriveSealingKey, type SealingLabel, seal } from '../src/seal.ts';
import { secretWithWords } from '../src/secret-with-words.ts';
import type {
  AnySecret,
  ApprovalKey,
  GroupKeySeed,
  InviteSecret,
  MethodSeed,
  PairingKey,
  RecoverySecret,
} from '../src/secrets.ts';
import { signBytes, signingKeyFromSeed, signObject } from '../src/sign.ts';
import type { Vector } from '../src/vectors-check.ts';
import { sealingKeyPairFromSeed, wrapTo } from '../src/wrap.ts';
import { sampleSealedContexts, sampleWrappedContexts, swappedContexts } from './sample-contexts.ts';

/**
 * Writes the frozen vectors anew. That is a change of the protocol: nonces, encapsulations and drawn keys are random,
 * so every file changes, and what older clients sealed is then no longer covered. With `which`, only that file: a new
 * kind of object is frozen without touching the others.
 */
export async function writeVectors(folder: string, which?: string): Promise<void> {
  const files: Record<string, () => Promise<readonly Vector[]>> = {
    derived: derivedVectors,
    signed: signedVectors,
    sealed: sealedVectors,
    wrapped: wrappedVectors,
    'key-storage': keyStorageVectors,
    password: passwordVectors,
    'key-sheet': keySheetVectors,
    'recovery-code': recoveryVectors,
    padding: async () => paddingVectors(),
    team: teamVectors,
    phone: phoneVectors,
    relink: relinkVectors,
    'account-state': accountStateVectors,
  };
  for (const [name, vectors] of Object.entries(files)) {
    if (which !== undefined && which !== name) continue;
    writeFileSync(`${folder}/${name}.vectors.json`, `${JSON.stringify(await vectors(), null, 1)}\n`);
  }
}

const fixed = <Secret extends AnySecret>(name: string) => sha256(utf8(`postern vector: ${name}`)) as Secret;
const b64 = toBase64Url;
const nameOf = (type: number) =>
  Object.entries(ObjectType).find(([, value]) => value === type)?.[0] ?? String(type);

/** Damages that every frame must refuse. */
function damages(bytes: Bytes): readonly (readonly [string, Bytes])[] {
  const changed = (at: number, by: number) => {
    const out = bytes.slice();
    out[at] = (out[at] as number) ^ by;
    return out;
  };
  return [
    ['another magic', changed(0, 0x20)],
    ['another version', changed(4, 3)],
    ['another type', changed(5, 0x40)],
    ['a bit flipped after the header', changed(6, 1)],
    ['a bit flipped in the middle', changed(Math.floor(bytes.length / 2), 1)],
    ['the last bit flipped', changed(bytes.length - 1, 1)],
    ['the last byte missing', bytes.slice(0, -1)],
    ['a trailing byte', concatBytes(bytes, new Uint8Array(1))],
    ['the header alone', bytes.slice(0, 6)],
    ['nothing', new Uint8Array(0)],
  ];
}

/** What told words come to, and what each side shows of them. */
async function relinkVectors(): Promise<Vector[]> {
  const told = 'amber river chair seven cloud paper';
  const subject = {
    org: hashB64(utf8('an organization')) as string as OrganizationId,
    member: toBase64Url(fixed('a member').subarray(0, 16)) as MemberId,
    statementHash: hashB64(utf8('a statement')),
  };
  const vectors: Vector[] = [];
  for (const [name, words, of] of [
    ['the words', told, subject],
    ['the same words, typed otherwise', ' Amber  RIVER chair-seven cloud\npaper ', subject],
    ['other words', 'amber river chair seven paper cloud', subject],
    ['another organization', told, { ...subject, org: subject.statementHash as string as OrganizationId }],
    ['another statement', told, { ...subject, statementHash: hashB64(utf8('another')) }],
  ] as const) {
    const key = await relinkKeyOfWords(words, of);
    const expect = {
      asks: await relinkProof(key, of, 'asks'),
      answers: await relinkProof(key, of, 'answers'),
    };
    vectors.push({ name: `relink: ${name}`, kind: 'relink-words', words, ...of, expect });
  }
  return vectors;
}

/** What an account state may say: one from before there were words in it, and one with them. */
async function accountStateVectors(): Promise<Vector[]> {
  const secret = fixed('state');
  const key = await deriveSealingKey(secret, 'state');
  const context = sampleSealedContexts[ObjectType.accountState];
  const { org } = sampleSealedContexts[ObjectType.groupName];
  const before = { confirmed: [org], heads: [], keyring: [], keyStorageVersion: 1, v: 1, vaultHeads: [] };
  const words = {
    answer: hashB64(utf8('an answer')),
    drawnAtMs: 1,
    member: toBase64Url(fixed('a member').subarray(0, 16)),
    nextSeq: 0,
    org,
    proof: hashB64(utf8('a proof')),
    statementHash: hashB64(utf8('a statement')),
    words: ['amber', 'river', 'chair', 'seven', 'cloud', 'paper'],
  };
  const refusal = { atMs: 1, org, statementHash: hashB64(utf8('a statement')), told: false };
  const former = {
    generation: 1,
    sealingSeed: b64(fixed('a sealing seed')),
    signingSeed: b64(fixed('a signing seed')),
    statement: b64(utf8('a statement')),
  };
  const vectors: Vector[] = [];
  for (const [name, plaintext, isSound] of [
    ['from before there were words', before, true],
    ['with words', { ...before, drawnWords: [words, { ...words, nextSeq: 7 }] }, true],
    ['with five words', { ...before, drawnWords: [{ ...words, words: words.words.slice(1) }] }, false],
    ['with words for no statement', { ...before, drawnWords: [{ ...words, statementHash: null }] }, false],
    ['with words that say more', { ...before, drawnWords: [{ ...words, extra: 1 }] }, false],
    ['with refusals', { ...before, refusals: [refusal, { ...refusal, told: true }] }, true],
    ['with a refusal that says more', { ...before, refusals: [{ ...refusal, extra: 1 }] }, false],
    ['with a refusal of nothing', { ...before, refusals: [{ ...refusal, statementHash: null }] }, false],
    ['with former keys', { ...before, formerKeys: [former] }, true],
    ['with former keys of one half', { ...before, formerKeys: [{ ...former, sealingSeed: null }] }, false],
  ] as const) {
    const bytes = await seal(ObjectType.accountState, key, context, encodeCanonical(plaintext as Json));
    const { v: _v, ...fields } = plaintext;
    vectors.push({
      name: `account state: ${name}`,
      kind: 'account-state',
      secret: b64(secret),
      context,
      bytes: b64(bytes),
      expect: isSound ? ({ drawnWords: [], formerKeys: [], ...fields } as Json) : null,
    });
  }
  return vectors;
}

async function derivedVectors(): Promise<Vector[]> {
  const secret = fixed('derive');
  const labels = [
    'anchor',
    'bundle',
    'epoch-link',
    'header',
    'method/password',
    'recovery/sealing',
    'recovery/signing',
    'replica',
    'sealing',
    'state',
  ] as const;
  const { entry } = sampleSealedContexts[ObjectType.entryBody];
  const vectors: Vector[] = [];
  for (const label of labels) {
    const expect = b64(await deriveBytes(secret, label));
    vectors.push({ name: `label ${label}`, kind: 'derive', secret: b64(secret), label, expect });
  }
  vectors.push({
    name: 'label body of an entry',
    kind: 'derive',
    secret: b64(secret),
    label: 'body',
    context: entry,
    expect: b64(await deriveBytes(secret, 'body', entry)),
  });
  const { org, vault } = sampleSealedContexts[ObjectType.epochLink];
  for (const [name, context] of [
    ['vault key', { epoch: 2, org, vault }],
    ['organization key of genesis', { epoch: 1, org: null }],
    ['organization key of a later epoch', { epoch: 2, org }],
    ['account secret', { account: vault, secretVersion: 1 }],
  ] as const) {
    const expect = await commit(secret, context);
    vectors.push({ name: `commitment: ${name}`, kind: 'commit', secret: b64(secret), context, expect });
  }
  const signing = await signingKeyFromSeed(fixed('signing'));
  const sealing = await sealingKeyPairFromSeed(fixed('sealing'));
  vectors.push(
    { name: 'Ed25519 key', kind: 'signing-key', seed: b64(fixed('signing')), expect: b64(signing.publicKey) },
    {
      name: 'X-Wing key',
      kind: 'sealing-key',
      seed: b64(fixed('sealing')),
      expectHash: hashB64(sealing.publicKey),
    },
    {
      name: 'Ed25519 key of RFC 8032, section 7.1, test 1',
      kind: 'signing-key',
      seed: b64(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')),
      expect: b64(Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex')),
    },
  );
  return vectors;
}

async function signedVectors(): Promise<Vector[]> {
  const key = await signingKeyFromSeed(fixed('signer'));
  const stranger = await signingKeyFromSeed(fixed('stranger'));
  const publicKey = b64(key.publicKey);
  const { org, vault, entry } = sampleSealedContexts[ObjectType.entryHeader];
  const account = vault as string as AccountId;
  const maya = await createAccountKeys(account, 1_790_000_000_000);
  const next = await createNextAccountKeys(maya.statement, 1_790_000_000_001);
  const storage = await startKeyStorage(maya, [await createMethod('password', fixed('seed'), maya)]);
  const payloads = [
    [
      ObjectType.ledgerEvent,
      {
        at: 5,
        body: { name: 'Northwind' },
        by: entry,
        kind: 'ledger-event',
        org,
        prev: org,
        seq: 4,
        type: 'organization_rename',
      },
    ],
    [
      ObjectType.manifest,
      {
        at: 5,
        by: entry,
        count: 1,
        epoch: 1,
        kind: 'manifest',
        ledger: { hash: org, seq: 4 },
        org,
        prev: null,
        root: org,
        seq: 1,
        vault,
      },
    ],
    [ObjectType.recoveryProof, { challenge: org, kind: 'recovery-proof', org, session: vault, version: 2 }],
    [ObjectType.keySuccession, { account: vault, generation: 2, kind: 'key-succession', statementHash: org }],
  ] as const;
  const vectors: Vector[] = [];
  for (const [type, payload] of payloads) {
    const bytes = await signObject(type, key, payload);
    const good = { name: nameOf(type), kind: 'verify', type, publicKey, bytes: b64(bytes) } as const;
    vectors.push({ ...good, expect: { payload } });
    vectors.push({
      ...good,
      name: `${good.name}: another key`,
      publicKey: b64(stranger.publicKey),
      expect: 'signature_wrong',
    });
    for (const [what, damaged] of damages(bytes)) {
      // Damage in the payload breaks the encoding or the signature, everything before it only one of them.
      const expect = /flipped after/.test(what) ? 'signature_wrong' : 'object_malformed';
      if (/middle/.test(what)) continue;
      vectors.push({ ...good, name: `${good.name}: ${what}`, bytes: b64(damaged), expect });
    }
  }
  for (const [what, text] of [
    ['names out of order', '{"b":1,"a":1}'],
    ['a duplicate name', '{"a":1,"a":1}'],
    ['white space', '{"a": 1}'],
    ['a fraction', '{"a":1.5}'],
    ['an unsafe number', '{"a":9007199254740993}'],
    ['a lone surrogate', '"\\ud800"'],
  ] as const) {
    const header = frameHeader(ObjectType.ledgerEvent);
    const signature = await signBytes(key, concatBytes(header, utf8(text)));
    const bytes = b64(concatBytes(header, signature, utf8(text)));
    vectors.push({
      name: `payload with ${what}`,
      kind: 'verify',
      type: 0x03,
      publicKey,
      bytes,
      expect: 'object_malformed',
    });
  }
  const identity = concatBytes(new Uint8Array([1]), new Uint8Array(31));
  const forged = concatBytes(frameHeader(0x03), identity, new Uint8Array(32), utf8('{}'));
  vectors.push({
    name: 'forged signature of an identity key',
    kind: 'verify',
    type: 0x03,
    publicKey: b64(identity),
    bytes: b64(forged),
    expect: 'signature_wrong',
  });
  vectors.push(...publicKeyVectors());
  for (const [name, statement] of [
    ['first', maya.statement],
    ['second generation', next.statement],
  ] as const) {
    vectors.push({
      name: `key statement: ${name}`,
      kind: 'key-statement',
      bytes: b64(statement.bytes),
      expect: statement.hash,
    });
  }
  const statementOf = async (fields: Record<string, Json>, by = maya.signing) =>
    b64(
      await signObject(ObjectType.keyStatement, by, {
        account,
        createdAtMs: 1,
        generation: 1,
        kind: 'key-statement',
        previous: null,
        sealingKey: b64(maya.sealing.publicKey),
        signingKey: b64(maya.signing.publicKey),
        ...fields,
      }),
    );
  for (const [what, fields] of [
    ['an unknown field', { extra: 1 }],
    ['a later generation without a predecessor', { generation: 2 }],
    ['a first generation with a predecessor', { previous: org }],
    ['a short sealing key', { sealingKey: b64(new Uint8Array(1215)) }],
    ['another kind', { kind: 'manifest' }],
  ] as const) {
    vectors.push({
      name: `key statement: ${what}`,
      kind: 'key-statement',
      bytes: await statementOf(fields),
      expect: 'object_malformed',
    });
  }
  vectors.push({
    name: 'key statement: signed by another key',
    kind: 'key-statement',
    bytes: await statementOf({}, stranger),
    expect: 'signature_wrong',
  });
  const storageVector = { kind: 'key-storage-statement', bytes: b64(storage.statement.bytes) } as const;
  vectors.push(
    {
      ...storageVector,
      name: 'key storage',
      signingKey: b64(maya.signing.publicKey),
      expect: storage.statement.hash,
    },
    { ...storageVector, name: 'key storage: another key', signingKey: publicKey, expect: 'signature_wrong' },
    ...damages(storage.statement.bytes).flatMap(([what, bytes]): Vector[] =>
      /middle/.test(what)
        ? []
        : [
            {
              kind: 'key-storage-statement',
              name: `key storage: ${what}`,
              bytes: b64(bytes),
              signingKey: b64(maya.signing.publicKey),
              expect: /flipped after/.test(what) ? 'signature_wrong' : 'object_malformed',
            },
          ],
    ),
  );
  return vectors;
}

function publicKeyVectors(): Vector[] {
  const ff = 'ff'.repeat(30);
  const keys = [
    `01${'00'.repeat(31)}`,
    `01${'00'.repeat(30)}80`,
    `ec${ff}7f`,
    `ec${ff}ff`,
    '00'.repeat(32),
    `${'00'.repeat(31)}80`,
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    `ed${ff}7f`,
    `ed${ff}ff`,
    `ee${ff}7f`,
    `ee${ff}ff`,
    `ff${ff}ff`,
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  ].map((hex) => Buffer.from(hex, 'hex'));
  return keys.map((key) => ({
    name: `public key ${key.toString('hex').slice(0, 4)}...${key.toString('hex').slice(-4)}`,
    kind: 'public-key',
    bytes: b64(key),
    expect: acceptablePublicKey(key),
  }));
}

type SealedCase = readonly [SealedType, SealingLabel, string | undefined, Bytes];

async function sealedVectors(): Promise<Vector[]> {
  const entry = sampleSealedContexts[ObjectType.entryBody].entry;
  return sealedVectorsOf([
    [
      ObjectType.accountBundle,
      'bundle',
      undefined,
      encodeCanonical({ sealingSeed: b64(fixed('a')), signingSeed: b64(fixed('b')) }),
    ],
    [
      ObjectType.accountState,
      'state',
      undefined,
      encodeCanonical({ confirmed: [], heads: [], keyring: [], keyStorageVersion: 1, v: 1, vaultHeads: [] }),
    ],
    [
      ObjectType.methodAnchor,
      'anchor',
      undefined,
      encodeCanonical({ generation: 1, signingKey: b64(fixed('c')) }),
    ],
    [
      ObjectType.entryHeader,
      'header',
      undefined,
      pad(encodeCanonical({ changedAtMs: 1, createdAtMs: 1, title: 'Mail', type: 'login', v: 1 })) as Bytes,
    ],
    [
      ObjectType.entryBody,
      'body',
      entry,
      pad(encodeCanonical({ custom: [], notes: '', password: 'x', v: 1 })) as Bytes,
    ],
    [ObjectType.epochLink, 'epoch-link', undefined, fixed('older key')],
    [ObjectType.replicaRecord, 'replica', undefined, utf8('replica')],
  ]);
}

async function sealedVectorsOf(cases: readonly SealedCase[]): Promise<Vector[]> {
  const secret = fixed('sealed');
  const vectors: Vector[] = [];
  for (const [type, label, labelContext, plaintext] of cases) {
    const context = sampleSealedContexts[type];
    const key = await deriveSealingKey(secret, label, labelContext);
    const bytes = await seal(type, key, context, plaintext);
    const good = {
      name: nameOf(type),
      kind: 'open',
      type,
      secret: b64(secret),
      label,
      ...(labelContext === undefined ? {} : { labelContext }),
      context,
      bytes: b64(bytes),
    } as const;
    vectors.push({ ...good, expect: b64(plaintext) });
    vectors.push({ ...good, name: `${good.name}: another key`, secret: b64(fixed('other')), expect: null });
    for (const [at, swapped] of swappedContexts(context).entries()) {
      vectors.push({ ...good, name: `${good.name}: another context ${at}`, context: swapped, expect: null });
    }
    for (const [what, damaged] of damages(bytes)) {
      vectors.push({ ...good, name: `${good.name}: ${what}`, bytes: b64(damaged), expect: null });
    }
  }
  return vectors;
}

function wrappedVectors(): Promise<Vector[]> {
  return wrappedVectorsOf([ObjectType.accountSecret, ObjectType.vaultKey, ObjectType.organizationKey]);
}

async function wrappedVectorsOf(types: readonly WrappedType[]): Promise<Vector[]> {
  const pair = await sealingKeyPairFromSeed(fixed('recipient'));
  const secret = fixed('wrapped');
  const vectors: Vector[] = [];
  for (const type of types) {
    const context = sampleWrappedContexts[type];
    const bytes = (await wrapTo(type, pair.publicKey, context, secret)) as Bytes;
    const good = {
      name: nameOf(type),
      kind: 'unwrap',
      type,
      seed: b64(fixed('recipient')),
      context,
      bytes: b64(bytes),
    } as const;
    vectors.push({ ...good, expect: b64(secret) });
    vectors.push({
      ...good,
      name: `${good.name}: another recipient`,
      seed: b64(fixed('other')),
      expect: null,
    });
    for (const [at, swapped] of swappedContexts(context).entries()) {
      vectors.push({ ...good, name: `${good.name}: another context ${at}`, context: swapped, expect: null });
    }
    for (const [what, damaged] of damages(bytes)) {
      vectors.push({ ...good, name: `${good.name}: ${what}`, bytes: b64(damaged), expect: null });
    }
  }
  return vectors;
}

/** What came with members beside the founder: invitations and groups. */
async function teamVectors(): Promise<Vector[]> {
  const vectors: Vector[] = [
    ...(await sealedVectorsOf([[ObjectType.groupName, 'group-name', undefined, pad(utf8('Team')) as Bytes]])),
    ...(await wrappedVectorsOf([ObjectType.groupKey])),
  ];
  const { group, granter, org } = sampleWrappedContexts[ObjectType.groupKey];
  const vaultContext = sampleWrappedContexts[ObjectType.vaultKey];
  const seed = fixed<GroupKeySeed>('group key');
  const invite = group as string as InviteId;
  for (const recipient of [`invite:${invite}`, `group:${group}:2`] as const) {
    const pair = await sealingKeyPairFromSeed(fixed('recipient'));
    const context = { ...vaultContext, recipient };
    const bytes = (await wrapTo(ObjectType.vaultKey, pair.publicKey, context, fixed('vault key'))) as Bytes;
    const good = {
      name: `vault key for ${recipient.slice(0, 5)}`,
      kind: 'unwrap',
      type: ObjectType.vaultKey,
      seed: b64(fixed('recipient')),
      context,
      bytes: b64(bytes),
    } as const;
    const relabelled = { ...vaultContext, recipient: `member:${granter}` };
    vectors.push({ ...good, expect: b64(fixed('vault key')) });
    vectors.push({ ...good, name: `${good.name}: as a member’s`, context: relabelled, expect: null });
  }
  vectors.push({
    name: 'commitment: group key',
    kind: 'commit',
    secret: b64(seed),
    context: { epoch: 1, group, org },
    expect: await commitGroupKey(seed, { epoch: 1, group, org }),
  });
  vectors.push(...(await groupKeyVectors(seed)));
  vectors.push(...(await invitationVectors(org, invite)));
  return vectors;
}

/** What a phone and the other side say past the server: codes, authentication, commitments, digits. */
async function phoneVectors(): Promise<Vector[]> {
  const { account, method, request } = sampleWrappedContexts[ObjectType.approvedSecret];
  const statementHash = hashB64(utf8('a key statement'));
  const pairing = {
    account,
    pairing: request as string as PhonePairingId,
    key: fixed<PairingKey>('pairing'),
    statementHash,
  };
  const pairingText = writePairingCode(pairing);
  const about: AskedAbout = { account, request, keyHash: hashB64(utf8('a key that asks')), statementHash };
  const approval = { request, keyHash: about.keyHash, key: fixed<ApprovalKey>('approval') };
  const approvalText = writeApprovalCode(approval);
  const read = { ...pairing, key: b64(pairing.key), again: pairingText };
  const readApproval = { ...approval, key: b64(approval.key), again: approvalText };
  const vectors: Vector[] = [
    ...(await wrappedVectorsOf([ObjectType.approvedSecret])),
    { name: 'pairing code', kind: 'pairing-code', text: pairingText, expect: read },
    {
      name: 'pairing code as a link, with space around it',
      kind: 'pairing-code',
      text: ` https://postern.example/app/scan#${pairingText}\n`,
      expect: read,
    },
    { name: 'approval code', kind: 'approval-code', text: approvalText, expect: readApproval },
    { name: 'pairing code: an approval code', kind: 'pairing-code', text: approvalText, expect: null },
    { name: 'approval code: a pairing code', kind: 'approval-code', text: pairingText, expect: null },
  ];
  for (const [what, text] of [
    ['nothing', ''],
    ['a letter too much', `${pairingText}A`],
    ['a letter missing', pairingText.slice(0, -1)],
    ['padding', `${pairingText}=`],
    ['another version', pairingText.replace('-1.', '-2.')],
  ] as const) {
    vectors.push({ name: `pairing code: ${what}`, kind: 'pairing-code', text, expect: null });
  }
  const listed = { id: method, sealingKey: b64(fixed('sealing')), anchorHash: hashB64(utf8('an anchor')) };
  const answered = { ...listed, sealingKey: fixed('sealing') };
  vectors.push({
    name: 'pairing: authentication of the answer',
    kind: 'pairing-mac',
    code: pairingText,
    method: listed,
    label: 'Maya’s phone',
    expect: await pairingMac(pairing, answered, 'Maya’s phone'),
  });
  const nonces = { asks: fixed('asks'), answers: fixed('answers') };
  for (const side of ['asks', 'answers'] as const) {
    vectors.push({
      name: `approval: commitment of who ${side}`,
      kind: 'approval-commitment',
      side,
      about: { ...about },
      nonce: b64(nonces[side]),
      expect: commitApprovalNonce(side, about, nonces[side]),
    });
  }
  for (const [what, of] of [
    ['six digits', about],
    ['of another key', { ...about, keyHash: hashB64(utf8('another key')) }],
    ['of another key statement', { ...about, statementHash: hashB64(utf8('another statement')) }],
  ] as const) {
    vectors.push({
      name: `approval digits: ${what}`,
      kind: 'approval-digits',
      about: { ...of },
      asks: b64(nonces.asks),
      answers: b64(nonces.answers),
      expect: approvalDigits(of, nonces),
    });
  }
  const word = { method, keyStorageVersion: 3, stateRevision: 9, answer: utf8('an answer') };
  vectors.push({
    name: 'approval: authentication of the answer',
    kind: 'approval-mac',
    key: b64(approval.key),
    about: { ...about },
    method,
    keyStorageVersion: 3,
    stateRevision: 9,
    answer: b64(word.answer),
    expect: await approvalMac(approval.key, about, word),
  });
  return vectors;
}

/** INVARIANT: a group key counts only if it is the one the ledger committed to, whoever sealed it. */
async function groupKeyVectors(seed: GroupKeySeed): Promise<Vector[]> {
  const context = sampleWrappedContexts[ObjectType.groupKey];
  const pair = await sealingKeyPairFromSeed(fixed('recipient'));
  const wrapped = async (secret: GroupKeySeed) =>
    b64((await wrapTo(ObjectType.groupKey, pair.publicKey, context, secret)) as Bytes);
  const good = {
    name: 'a group key that the ledger committed to',
    kind: 'group-key',
    seed: b64(fixed('recipient')),
    context,
    commit: await commitGroupKey(seed, context),
    publicKey: b64((await sealingKeyPairFromSeed(seed)).publicKey),
    bytes: await wrapped(seed),
  } as const;
  const other = fixed<GroupKeySeed>('another group key');
  const otherPublic = b64((await sealingKeyPairFromSeed(other)).publicKey);
  return [
    { ...good, expect: b64(seed) },
    { ...good, name: 'another group key', bytes: await wrapped(other), expect: null },
    {
      ...good,
      name: 'a commitment of another epoch',
      commit: await commitGroupKey(seed, { ...context, epoch: 2 }),
      expect: null,
    },
    { ...good, name: 'another public key', publicKey: otherPublic, expect: null },
  ];
}

async function invitationVectors(org: OrganizationId, invite: InviteId): Promise<Vector[]> {
  const secret = fixed<InviteSecret>('invitation');
  const vectors: Vector[] = [];
  const place = { org, invite };
  const other = { org, invite: sampleWrappedContexts[ObjectType.vaultKey].vault as string as InviteId };
  for (const [name, words, where] of [
    ['invitation keys', null, place],
    ['invitation keys: of another invitation', null, other],
    ['invitation keys: with words', 'amber river chair seven cloud paper', place],
    ['invitation keys: the same words, typed otherwise', ' Amber  RIVER chair-seven cloud\npaper ', place],
    ['invitation keys: other words', 'amber river chair seven cloud papers', place],
  ] as const) {
    const keys = await invitationKeysOf(
      words === null ? secret : await secretWithWords(secret, words),
      where,
    );
    const expect = {
      signingKey: b64(keys.signing.publicKey),
      sealingKeyHash: hashB64(keys.sealing.publicKey),
    };
    vectors.push({ name, kind: 'invitation-keys', secret: b64(secret), words, ...where, expect });
  }
  const { account } = sampleSealedContexts[ObjectType.accountBundle];
  const member = sampleWrappedContexts[ObjectType.vaultKey].granter;
  const email = 'dana@northwind.example' as Email;
  const proof = { account, email, invite, member, org, statementHash: org as string as HashB64 };
  const keys = await invitationKeysOf(secret, place);
  const publicKey = b64(keys.signing.publicKey);
  const signature = b64(await signJoinProof(keys, proof));
  const good = { name: 'join proof', kind: 'join-proof', proof, publicKey, signature } as const;
  vectors.push({ ...good, expect: true });
  for (const [at, swapped] of swappedContexts(proof).slice(0, -1).entries()) {
    if (Object.keys(swapped).length < Object.keys(proof).length) continue;
    vectors.push({ ...good, name: `join proof: another part ${at}`, proof: swapped, expect: false });
  }
  const stranger = b64((await signingKeyFromSeed(fixed('stranger'))).publicKey);
  vectors.push({ ...good, name: 'join proof: another key', publicKey: stranger, expect: false });
  return vectors;
}

async function keyStorageVectors(): Promise<Vector[]> {
  const seed = fixed('method seed') as Parameters<typeof createMethod>[1];
  const maya = await createAccountKeys(newId<AccountId>(), 1_790_000_000_000);
  const method = await createMethod('qr', seed, maya);
  const set = await startKeyStorage(maya, [method]);
  const next = await createNextAccountKeys(maya.statement, 1_790_000_000_001);
  const rekeyed = await writeKeyStorage({
    keys: next,
    accountSecret: fixed('second account secret'),
    secretVersion: 2,
    version: 2,
    kept: set.statement.methods,
    added: [],
  });
  const rekey = await signObject(ObjectType.ledgerEvent, maya.signing, {
    body: { statement: b64(next.statement.bytes) },
    kind: 'ledger-event',
    type: 'rekey',
  });
  const vectorOf = (
    name: string,
    of: typeof set,
    keys: typeof maya,
    rekeys: readonly Bytes[],
    expect: string | null,
  ) => {
    const served: Omit<ServedKeyStorage, 'rekeys'> = {
      account: keys.account,
      method: { id: method.id, kind: method.kind },
      anchor: method.anchor,
      wrap: of.wraps[0]?.wrap as Bytes,
      statement: of.statement.bytes,
      bundle: of.bundle,
      keyStatement: keys.statement.bytes,
    };
    const { account, method: servedMethod, ...parts } = served;
    const texts = Object.fromEntries(Object.entries(parts).map(([part, bytes]) => [part, b64(bytes)]));
    return {
      name,
      kind: 'key-storage',
      seed: b64(seed),
      account,
      method: servedMethod,
      ...(texts as Record<keyof typeof parts, string>),
      rekeys: rekeys.map(b64),
      expect,
    } as const;
  };
  const good = vectorOf('opens', set, maya, [], b64(set.accountSecret));
  const after = vectorOf('opens after a rekey', rekeyed, next, [rekey], b64(rekeyed.accountSecret));
  const bundle = {
    kind: 'bundle',
    secret: b64(set.accountSecret),
    secretVersion: 1,
    statement: b64(maya.statement.bytes),
    bytes: b64(set.bundle),
  } as const;
  return [
    good,
    after,
    { ...after, name: 'refuses a rekey that is not shown', rekeys: [], expect: null },
    { ...good, name: 'refuses another seed', seed: b64(fixed('other')), expect: null },
    { ...good, name: 'refuses the wrap of another set', wrap: after.wrap, expect: null },
    { ...good, name: 'refuses the bundle of another set', bundle: after.bundle, expect: null },
    { ...good, name: 'refuses the statement of another set', statement: after.statement, expect: null },
    { ...good, name: 'refuses a missing wrap', wrap: '', expect: null },
    { ...bundle, name: 'bundle', expect: true },
    { ...bundle, name: 'bundle: another version of the secret', secretVersion: 2, expect: false },
    { ...bundle, name: 'bundle: another key statement', statement: b64(next.statement.bytes), expect: false },
  ];
}

async function passwordVectors(): Promise<Vector[]> {
  const email = 'maya@northwind.example' as Email;
  const password = 'correct horse battery staple';
  const setup = await createServerSetup();
  const { state, message } = await registerStart(password);
  const response = mustBeOk(await registrationResponse(setup, email, message));
  const registered = await registerFinish({ password, email, state, response });
  if (registered === undefined) throw new Error('registration failed');
  const context = sampleSealedContexts[ObjectType.deviceUnlock];
  const unlock = await sealDeviceUnlock(password, context, fixed('account secret'));
  const signIn = { kind: 'opaque', setup: b64(setup), email, password, record: registered.record } as const;
  const device = {
    kind: 'device-unlock',
    password,
    salt: b64(unlock.salt),
    context,
    bytes: b64(unlock.sealed),
  } as const;
  return [
    { ...signIn, name: 'OPAQUE sign-in', expect: b64(registered.exportKey) },
    { ...signIn, name: 'OPAQUE: another password', password: 'Correct horse', expect: null },
    { ...signIn, name: 'OPAQUE: another address', email: 'tom@northwind.example', expect: null },
    { ...device, name: 'device unlock', expect: b64(fixed('account secret')) },
    { ...device, name: 'device unlock: another password', password: 'Correct horse', expect: null },
    { ...device, name: 'device unlock: another salt', salt: b64(new Uint8Array(16)), expect: null },
    { ...device, name: 'device unlock: another device', context: { ...context, device: 'x' }, expect: null },
  ];
}

async function recoveryVectors(): Promise<Vector[]> {
  const code = { version: 3, secret: fixed('recovery') as Parameters<typeof recoveryKeysOf>[0]['secret'] };
  const text = formatRecoveryCode(code);
  const keys = await recoveryKeysOf(code);
  const expect = {
    version: 3,
    secret: b64(code.secret),
    signingKey: b64(keys.signing.publicKey),
    sealingKeyHash: hashB64(keys.sealing.publicKey),
  };
  const wrong = `${text.slice(0, 8)}${text[8] === '7' ? '8' : '7'}${text.slice(9)}`;
  return [
    { name: 'as printed', kind: 'recovery-code', text, expect },
    {
      name: 'as typed',
      kind: 'recovery-code',
      text: ` ${text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `,
      expect,
    },
    {
      name: 'a wrong character in the second group',
      kind: 'recovery-code',
      text: wrong,
      expect: { code: 'recovery_code_group', group: 2 },
    },
    {
      name: 'one character short',
      kind: 'recovery-code',
      text: text.slice(0, -1),
      expect: { code: 'recovery_code_length', group: 11 },
    },
    {
      name: 'a foreign character',
      kind: 'recovery-code',
      text: `!${text.slice(1)}`,
      expect: { code: 'recovery_code_character', group: 1 },
    },
  ];
}

async function keySheetVectors(): Promise<Vector[]> {
  const seed = fixed('key sheet') as MethodSeed;
  const seen = { keyStorageVersion: 7, stateRevision: 41 };
  const text = keySheetText({ seed, seen });
  const typed = keySheetGroups(seed).join('-');
  const proof = b64(await methodProof(seed));
  const kit = formatRecoveryCode({ version: 1, secret: fixed('recovery') as RecoverySecret });
  const wrong = `${typed.slice(0, 8)}${typed[8] === '7' ? '8' : '7'}${typed.slice(9)}`;
  const prf = fixed('passkey');
  const fromPasskey = await passkeyMethodSeed(prf);
  return [
    { name: 'as scanned', kind: 'key-sheet', text, expect: { seed: b64(seed), proof, seen } },
    {
      name: 'as typed',
      kind: 'key-sheet',
      text: ` key ${typed.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `,
      expect: { seed: b64(seed), proof, seen: null },
    },
    {
      name: 'a wrong character in the second group',
      kind: 'key-sheet',
      text: wrong,
      expect: { code: 'sheet_code_wrong', group: 2 },
    },
    {
      name: 'a recovery kit',
      kind: 'key-sheet',
      text: kit,
      expect: { code: 'sheet_is_recovery_kit', group: null },
    },
    {
      name: 'as a recovery code',
      kind: 'recovery-code',
      text: typed,
      expect: { code: 'recovery_code_is_sheet', group: null },
    },
    {
      name: 'a passkey',
      kind: 'passkey-seed',
      prf: b64(prf),
      expect: { seed: b64(fromPasskey), proof: b64(await methodProof(fromPasskey)) },
    },
  ];
}

function paddingVectors(): Vector[] {
  const vectors: Vector[] = [];
  for (const length of [0, 1, 124, 125, 188, 189, 1020, 1021]) {
    const content = new Uint8Array(length).fill(7);
    const padded = pad(content) as Bytes;
    vectors.push(
      {
        name: `${length} bytes`,
        kind: 'pad',
        content: b64(content),
        expectHash: hashB64(padded),
        expectLength: padded.length,
      },
      { name: `${length} bytes back`, kind: 'unpad', bytes: b64(padded), expect: b64(content) },
    );
  }
  const padded = pad(utf8('content')) as Bytes;
  const dirty = padded.slice();
  dirty[127] = 1;
  vectors.push(
    { name: 'a byte in the zeros', kind: 'unpad', bytes: b64(dirty), expect: null },
    {
      name: 'more zeros than needed',
      kind: 'unpad',
      bytes: b64(concatBytes(padded, new Uint8Array(64))),
      expect: null,
    },
    { name: 'too short', kind: 'unpad', bytes: b64(padded.slice(0, 127)), expect: null },
  );
  return vectors;
}
