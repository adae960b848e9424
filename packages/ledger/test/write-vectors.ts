import { writeFileSync } from 'node:fs';
import {
  type Bytes,
  type GroupId,
  type InviteId,
  type IpRange,
  type Json,
  mustBeOk,
  type SessionId,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import { createNextAccountKeys, hashB64, ObjectType, type SigningKey, signObject } from '@postern/crypto';
import { draftEvent, draftGenesis } from '../src/draft-event.ts';
import type { EventBody, EventType } from '../src/events/all-events.ts';
import { LeafSet } from '../src/manifest/leaf-set.ts';
import { draftManifest, type ManifestPayload, type VerifiedManifest } from '../src/manifest/manifest.ts';
import { verifyManifest } from '../src/manifest/verify-manifest.ts';
import { evaluateVector, type Vector, type VectorFile } from '../src/vectors-check.ts';
import { verifyChain } from '../src/verify-chain.ts';
import { leafOf } from './leaves.ts';
import {
  anew,
  Chain,
  foundedBy,
  genesisBody,
  hashFor,
  idFor,
  inviteBody,
  joinBody,
  makeRecover,
  type Person,
  person,
  publicKeyFor,
  recoverBody,
  recoveryBody,
  recoveryKey,
  rekeyBody,
  relinkBody,
  startMs,
  welcome,
} from './people.ts';

/**
 * Writes the frozen vectors anew. That is a change of the protocol: keys are drawn, so every byte changes. The code
 * under test fills in `expect`; each vector also says here whether and why it must be refused, and disagreement throws.
 */
export async function writeVectors(folder: string): Promise<void> {
  const files = { ledger: await ledgerVectors(), manifest: await manifestVectors() };
  for (const [name, file] of Object.entries(files)) {
    writeFileSync(`${folder}/${name}.vectors.json`, `${JSON.stringify(file, null, 1)}\n`);
  }
}

const threeEntries = () => ['GitHub', 'Router', 'Wi-Fi'].map((name, at) => leafOf(name, at + 1));

/** Wiki's first manifest, by Maya's first generation, before she changed keys, under the vault's first epoch. */
function signEarly(chain: Chain, maya: Person): Promise<Bytes> {
  const payload = draftManifest({
    state: chain.current,
    vault: wiki,
    by: maya.member,
    previous: null,
    leaves: LeafSet.from(threeEntries()),
    nowMs: startMs,
  });
  const ledger = { seq: 4, hash: hashB64(chain.events[4] as Bytes) };
  return signObject(ObjectType.manifest, maya.keys.signing, { ...payload, at: startMs, epoch: 1, ledger });
}

type Unjudged = Vector extends infer One ? (One extends Vector ? Omit<One, 'expect'> : never) : never;
/** `code` is the refusal that docs/protocol asks for, null where the vector is good. */
async function judge(
  events: readonly string[],
  list: readonly { readonly vector: Unjudged; readonly code: string | null }[],
): Promise<VectorFile> {
  const vectors: Vector[] = [];
  for (const { vector, code } of list) {
    const found = await evaluateVector({ events, vectors: [] }, {
      ...vector,
      expect: {},
    } as unknown as Vector);
    const refused = 'refused' in found ? found.refused : null;
    if (refused !== code) throw new Error(`${vector.name}: ${refused} instead of ${code}`);
    vectors.push({ ...vector, expect: found } as Vector);
  }
  return { events, vectors };
}

const wiki = idFor<VaultId>('Wiki');
const own = idFor<VaultId>('Maya’s own');
const b64 = (bytes: Bytes) => toBase64Url(bytes);
const grants = (who: Person) => [{ member: who.member, role: 'manager' as const }];

function personalVault(of: Person): EventBody<'vault_create'> {
  return { commit: hashFor('own'), epoch: 1, grants: grants(of), kind: 'personal', vault: own };
}

/** A chain with every event type that is applied: first by Maya, who changes her keys on the way, then by a team. */
async function sampleChain(): Promise<{ chain: Chain; maya: Person; renewed: Person; dana: Person }> {
  const maya = await person('Maya');
  const chain = await foundedBy(maya);
  await chain.write(maya, 'vault_create', personalVault(maya));
  await chain.write(maya, 'vault_create', {
    commit: hashFor('wiki'),
    epoch: 1,
    grants: grants(maya),
    kind: 'shared',
    vault: wiki,
  });
  await chain.write(maya, 'settings_set', { set: { sessionAgeMinutes: 60 } });
  await chain.write(maya, 'organization_rename', { name: 'Northwind Traders – Zürich' });
  const keys = await createNextAccountKeys(maya.keys.statement, startMs);
  const renewed = { ...maya, keys };
  const early = hashB64(await signEarly(chain, maya));
  const heads = [{ hash: early, seq: 1, vault: wiki }];
  await chain.write(maya, 'rekey', rekeyBody(chain.current, renewed, { heads }));
  await chain.write(renewed, 'vault_rotate', {
    epochs: [{ commit: hashFor('wiki 2'), epoch: 2, vault: wiki }],
  });
  await chain.write(renewed, 'recovery_rotate', await recoveryBody(2));
  await chain.write(renewed, 'vault_archive', { vault: wiki });
  await chain.write(renewed, 'vault_unarchive', { vault: wiki });
  await chain.write(renewed, 'vault_rotate', {
    epochs: [{ commit: hashFor('wiki 3'), epoch: 3, vault: wiki }],
  });
  const dana = await writeTeam(chain, renewed);
  return { chain, maya, renewed, dana };
}

/** People come, are limited, and go; in the end Dana edits the wiki as one of the engineers. */
async function writeTeam(chain: Chain, maya: Person): Promise<Person> {
  const [dana, leo, kim] = await Promise.all([person('Dana'), person('Leo'), person('Kim')]);
  const engineers = idFor<GroupId>('Engineers');
  const name = b64(new Uint8Array(200).fill(1));
  await chain.write(maya, 'group_create', {
    group: engineers,
    key: publicKeyFor('Engineers'),
    members: [maya.member],
    name,
  });
  await chain.write(maya, 'vault_grant', {
    grants: [{ group: engineers, role: 'editor' }],
    head: null,
    vault: wiki,
  });
  await welcome(chain, maya, dana, {
    delivery: 'words',
    invite: { groups: [engineers], role: 'administrator' },
  });
  await welcome(chain, maya, leo, {
    delivery: 'mail',
    invite: { grants: [{ rights: ['view', 'fill'], vault: wiki }], permissions: ['audit.read'] },
  });
  await chain.write(maya, 'link_confirm', {
    groups: [],
    member: leo.member,
    statementHash: leo.keys.statement.hash,
    vaults: [wiki],
  });
  const kims = await inviteBody(chain, kim);
  await chain.write(dana, 'invite', kims);
  const { delivery, invite, sealingKey, signingKey } = kims;
  const expiresAtMs = kims.expiresAtMs + 1000;
  await chain.write(maya, 'invite_resend', { delivery, expiresAtMs, invite, sealingKey, signingKey });
  await chain.write(dana, 'invite_revoke', { invite });
  await chain.write(dana, 'permissions_set', { member: leo.member, permissions: ['vaults.create'] });
  await chain.write(dana, 'role_set', { member: leo.member, role: 'administrator' });
  await chain.write(dana, 'role_set', { member: leo.member, role: 'member' });
  await chain.write(dana, 'clients_set', {
    clients: { allowed: ['cli'], denied: ['app'] },
    member: leo.member,
  });
  await chain.write(dana, 'exempt', { member: leo.member, untilMs: chain.nowMs + 3_600_000 });
  await chain.write(dana, 'member_addresses_set', {
    add: [
      { range: '198.51.100.7' as IpRange, session: null, untilMs: null },
      {
        range: '2001:db8::/32' as IpRange,
        session: idFor<SessionId>('session'),
        untilMs: chain.nowMs + 3_600_000,
      },
    ],
    member: leo.member,
    remove: [],
  });
  await chain.write(dana, 'disable', { heads: [], member: leo.member });
  await chain.write(dana, 'enable', { member: leo.member });
  await chain.write(dana, 'end_set', { endsAtMs: chain.nowMs + 60_000, member: leo.member });
  chain.nowMs += 120_000;
  await chain.write(dana, 'expire', { heads: [], member: leo.member });
  await chain.write(dana, 'end_set', { endsAtMs: null, member: leo.member });
  await chain.write(maya, 'custodian_add', { member: leo.member });
  await chain.write(maya, 'custodian_remove', {
    member: leo.member,
    organizationKey: publicKeyFor('organization', chain.current.organizationKey.epoch + 1),
  });
  await chain.write(maya, 'group_set', {
    add: [leo.member],
    group: engineers,
    heads: [],
    key: publicKeyFor('Engineers', 2),
    name,
    remove: [],
  });
  await chain.write(dana, 'group_set', {
    add: [],
    group: engineers,
    heads: [],
    key: publicKeyFor('Engineers', 3),
    name,
    remove: [leo.member],
  });
  await chain.write(maya, 'vault_revoke', { grantees: [{ member: leo.member }], head: null, vault: wiki });
  await chain.write(dana, 'remove', { heads: [], member: leo.member });
  const guests = idFor<GroupId>('Guests');
  await chain.write(dana, 'group_create', { group: guests, key: publicKeyFor('Guests'), members: [], name });
  await chain.write(dana, 'group_remove', { group: guests, heads: [] });
  await chain.write(dana, 'addresses_set', {
    add: [{ label: 'Office', range: '203.0.113.0/24' as IpRange, untilMs: null }],
    remove: [],
  });
  await chain.write(maya, 'owner_transfer', { member: dana.member });
  await chain.write(dana, 'owner_transfer', { member: maya.member });
  await chain.write(maya, 'custodian_remove', {
    member: dana.member,
    organizationKey: publicKeyFor('organization', chain.current.organizationKey.epoch + 1),
  });
  await chain.write(dana, 'group_set', {
    add: [],
    group: engineers,
    heads: [],
    key: publicKeyFor('Engineers', 4),
    name,
    remove: [],
  });
  await chain.write(dana, 'vault_rotate', {
    epochs: [{ commit: hashFor('wiki 4'), epoch: 4, vault: wiki }],
  });
  await writeLosses(chain, maya, dana);
  return dana;
}

/** Noor forgets a password twice, once it was somebody else; then the owner comes back by the kit with the keys there are. */
async function writeLosses(chain: Chain, maya: Person, dana: Person): Promise<void> {
  const noor = await person('Noor');
  await welcome(chain, maya, noor, { invite: { grants: [{ role: 'editor', vault: wiki }] } });
  const { statement: foreign } = (await anew(noor)).keys;
  await chain.write(noor, 'relink_refuse', { member: noor.member, statementHash: foreign.hash });
  await chain.write(maya, 'relink', relinkBody(await anew(noor), { vaults: [wiki] }));
  const address = '203.0.113.7' as IpRange;
  const exemptions = { address, secondFactor: true };
  await chain.append(await makeRecover(chain, recoverBody(chain, maya, { exemptions }), 2));
  await chain.write(dana, 'group_set', {
    add: [],
    group: idFor<GroupId>('Engineers'),
    heads: [],
    key: publicKeyFor('Engineers', 5),
    name: b64(new Uint8Array(200).fill(1)),
    remove: [],
  });
  await chain.write(maya, 'vault_rotate', {
    epochs: [{ commit: hashFor('wiki 5'), epoch: 5, vault: wiki }],
  });
}

async function ledgerVectors(): Promise<VectorFile> {
  const { chain, maya, renewed, dana } = await sampleChain();
  const events = chain.events.map(b64);
  const length = events.length;
  const list: { vector: Unjudged; code: string | null }[] = [];
  const add = (name: string, code: string | null, keep: number, tail: readonly string[]) =>
    list.push({ vector: { name, kind: 'chain', keep, tail }, code });
  const sign = async (payload: unknown, key: SigningKey = renewed.keys.signing) =>
    b64(await signObject(ObjectType.ledgerEvent, key, payload as Json));
  const rename = draftEvent(chain.current, maya.member, 'organization_rename', { name: 'N' }, chain.nowMs);
  const with_ = (change: Record<string, unknown>) => sign({ ...rename, ...change });

  for (let keep = 1; keep <= length; keep++) add(`the first ${keep} events`, null, keep, []);
  add('one more event', null, length, [await sign(rename)]);
  add('nothing', 'genesis_expected', 0, []);
  add('without its genesis', 'genesis_expected', 0, events.slice(1));
  add('the second event missing', 'chain_broken', 1, events.slice(2));
  add('an event twice', 'chain_broken', 3, events.slice(2));
  add('two events exchanged', 'chain_broken', 2, [events[3] as string, events[2] as string]);
  add('a second genesis', 'genesis_expected', 1, [events[0] as string]);
  add('another organization', 'wrong_organization', length, [await with_({ org: hashFor('another') })]);
  add('another predecessor', 'chain_broken', length, [await with_({ prev: hashFor('another') })]);
  add('a position left out', 'chain_broken', length, [await with_({ seq: rename.seq + 1 })]);
  add('a time before the last', 'time_decreased', length, [await with_({ at: startMs })]);
  add('a signer who is nobody', 'signer_unknown', length, [await with_({ by: idFor('nobody') })]);
  add('signed by the generation before', 'signature_wrong', length, [await sign(rename, maya.keys.signing)]);
  add('an unknown type', 'event_malformed', length, [await with_({ type: 'make_owner' })]);
  add('an unknown name in the event', 'event_malformed', length, [await with_({ note: 'x' })]);
  add('an unknown name in the body', 'event_malformed', length, [await with_({ body: { name: 'N', x: 1 } })]);
  add('a name too long', 'name_invalid', length, [await with_({ body: { name: 'N'.repeat(101) } })]);
  add('an event of a later reducer', 'client_outdated', length, [
    await with_({ type: 'reducer_raise', body: { reducer: 2 } }),
  ]);
  add('a session age below its bound', 'setting_out_of_bounds', length, [
    await with_({ type: 'settings_set', body: { set: { sessionAgeMinutes: 14 } } }),
  ]);
  add('an epoch left out', 'wrong_epoch', length, [
    await with_({
      type: 'vault_rotate',
      body: { epochs: [{ commit: hashFor('x'), epoch: 7, vault: wiki }] },
    }),
  ]);
  await addTeamVectors(add, chain, renewed, dana);
  const early = new Chain();
  await early.append(await early.sign(maya.keys.signing, draftGenesis(genesisBody(maya), startMs)));
  const tooEarly = await early.make(maya, 'vault_create', personalVault(maya));
  add('a vault before the recovery key', 'setup_required', 0, [...early.events, tooEarly].map(b64));

  const last = chain.events.at(-1) as Bytes;
  const damaged = (at: number) => b64(last.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  add('a changed signature', 'signature_wrong', length - 1, [damaged(20)]);
  add('another version', 'event_malformed', length - 1, [damaged(4)]);
  add('another object type', 'event_malformed', length - 1, [damaged(5)]);
  add('a changed payload', 'event_malformed', length - 1, [damaged(71)]);
  add('a byte too many', 'event_malformed', length - 1, [b64(Uint8Array.of(...last, 0x20))]);
  add('a byte too few', 'event_malformed', length - 1, [b64(last.slice(0, -1))]);
  return judge(events, list);
}

/** What members may not do to each other, on top of the whole chain. */
async function addTeamVectors(
  add: (name: string, code: string | null, keep: number, tail: readonly string[]) => void,
  chain: Chain,
  maya: Person,
  dana: Person,
): Promise<void> {
  const length = chain.events.length;
  const kim = await person('Kim');
  const refused = async <Type extends Exclude<EventType, 'genesis'>>(
    name: string,
    code: string | null,
    by: Person,
    type: Type,
    body: EventBody<Type>,
  ) => add(name, code, length, [b64(await chain.make(by, type, body))]);
  const engineers = idFor<GroupId>('Engineers');
  const { member } = maya;
  await refused('an administrator disables the owner', 'owner_protected', dana, 'disable', {
    heads: [],
    member,
  });
  await refused('an address bound to a session without an end', 'date_wrong', dana, 'member_addresses_set', {
    add: [{ range: '198.51.100.7' as IpRange, session: idFor<SessionId>('session'), untilMs: null }],
    member,
    remove: [],
  });
  await refused('an administrator makes a custodian', 'owner_only', dana, 'custodian_add', { member });
  await refused('a grant beyond one’s own rights', 'rights_not_covered', dana, 'vault_grant', {
    grants: [{ member: dana.member, role: 'manager' }],
    head: null,
    vault: wiki,
  });
  await refused('the last manager leaves', 'vault_without_manager', maya, 'vault_revoke', {
    grantees: [{ member }],
    head: null,
    vault: wiki,
  });
  await refused('a group’s old epoch again', 'wrong_epoch', dana, 'group_set', {
    add: [],
    group: engineers,
    heads: [],
    key: publicKeyFor('Engineers', 4),
    name: 'AAAA',
    remove: [],
  });
  const again = await inviteBody(chain, dana, { invite: idFor<InviteId>('again') });
  await refused('a member invited again', 'already_member', dana, 'invite', again);
  await refused('a manifest head of a vault that is not touched', 'heads_wrong', maya, 'disable', {
    heads: [{ hash: hashFor('x'), seq: 1, vault: own }],
    member: dana.member,
  });

  await addLossVectors(add, refused, chain, maya, dana);

  // Kim is invited anew and joins, or somebody between tries to.
  const invite = idFor<InviteId>('a second invitation');
  const invited = new Chain();
  invited.events.push(...chain.events);
  invited.state = chain.current;
  invited.nowMs = chain.nowMs;
  await invited.write(dana, 'invite', await inviteBody(invited, kim, { invite, groups: [engineers] }));
  const tail = [b64(invited.events.at(-1) as Bytes)];
  const joins = async (name: string, code: string | null, who: Person, body: EventBody<'join'>) => {
    add(name, code, length, [...tail, b64(await invited.make(who, 'join', body))]);
  };
  const good = await joinBody(invited, kim, invite);
  await joins('a join', null, kim, good);
  await joins('a join with another invitation’s key', 'signature_wrong', kim, {
    ...good,
    inviteSignature: (await joinBody(invited, kim, invite, 'another secret')).inviteSignature,
  });
  const thief = { ...(await person('Thief')), email: kim.email, member: kim.member };
  await joins('a join of somebody else on the same signature', 'signature_wrong', thief, {
    ...(await joinBody(invited, thief, invite)),
    inviteSignature: good.inviteSignature,
  });
  const other = { ...kim, email: 'kim@elsewhere.example' as Person['email'] };
  await joins(
    'a join with another address',
    'invitation_for_other_address',
    other,
    await joinBody(invited, other, invite),
  );
}

/** What nobody may do with new keys or the recovery key. */
async function addLossVectors(
  add: (name: string, code: string | null, keep: number, tail: readonly string[]) => void,
  refused: <Type extends 'relink' | 'relink_refuse' | 'recover' | 'settings_set'>(
    name: string,
    code: string | null,
    by: Person,
    type: Type,
    body: EventBody<Type>,
  ) => Promise<void>,
  chain: Chain,
  maya: Person,
  dana: Person,
): Promise<void> {
  const [maya2, dana2] = await Promise.all([anew(maya), anew(dana)]);
  await refused('new keys of an administrator, linked by the owner', null, maya, 'relink', relinkBody(dana2));
  await refused('new keys that the member links', 'not_for_yourself', dana, 'relink', relinkBody(dana2));
  await refused('new keys of the owner, linked by no custodian', 'rights_not_covered', dana, 'relink', {
    ...relinkBody(maya2),
  });
  await refused('keys of another account as the member’s', 'statement_wrong', maya, 'relink', {
    ...relinkBody(maya2),
    member: dana.member,
  });
  await refused('keys of before as new ones', 'generation_wrong', maya, 'relink', relinkBody(dana));
  const own = await anew(dana2);
  const astray = { ...own, keys: (await anew(dana)).keys };
  await refused('another statement of the next generation', null, maya, 'relink', relinkBody(astray));
  await refused('new keys two generations on', null, maya, 'relink', relinkBody(own));
  await refused('a vault handed over that is not the member’s', 'confirmation_wrong', maya, 'relink', {
    ...relinkBody(dana2, { vaults: [idFor<VaultId>('Maya’s own')] }),
  });
  await refused('a refusal of another member’s keys', 'permission_missing', maya, 'relink_refuse', {
    member: dana.member,
    statementHash: dana2.keys.statement.hash,
  });
  const veto = new Chain();
  veto.events.push(...chain.events);
  veto.state = chain.current;
  veto.nowMs = chain.nowMs;
  await veto.write(dana, 'relink_refuse', {
    member: dana.member,
    statementHash: dana2.keys.statement.hash,
  });
  const said = b64(veto.events.at(-1) as Bytes);
  const length = chain.events.length;
  const after = async (name: string, code: string | null, of: Person) =>
    add(name, code, length, [said, b64(await veto.make(maya, 'relink', relinkBody(of)))]);
  await after('keys that the member refused', 'statement_refused', dana2);
  await after('keys that follow on refused ones', 'statement_refused', own);
  await after('other keys after a refusal', null, astray);

  const recover = async (
    name: string,
    code: string | null,
    change: Partial<EventBody<'recover'>> = {},
    version = 2,
  ) => {
    const body = recoverBody(chain, maya2, change);
    add(name, code, length, [b64(await makeRecover(chain, body, version))]);
  };
  await recover('a recovery under new keys', null);
  await recover('a recovery that lists a manifest of no vault', 'heads_wrong', {
    heads: [{ hash: hashFor('another manifest'), seq: 1, vault: idFor<VaultId>('nowhere') }],
  });
  await recover('a recovery by the kit before', 'signature_wrong', {}, 1);
  await recover('a recovery of somebody else', 'owner_only', { member: dana.member });
  await recover('a recovery under another account’s keys', 'statement_wrong', {
    statement: b64(dana2.keys.statement.bytes),
  });
  await recover('a recovery that opens the door to a network', 'event_malformed', {
    exemptions: { address: '203.0.113.0/24' as IpRange, secondFactor: false },
  });
  await recover('a recovery with the organization key there is', 'wrong_epoch', {
    organizationKey: publicKeyFor('organization', chain.current.organizationKey.epoch),
  });
  await refused(
    'a recovery signed by the owner',
    'signer_unknown',
    maya,
    'recover',
    recoverBody(chain, maya2),
  );
  const kit = await recoveryKey(2);
  const rename = draftEvent(chain.current, 'recovery', 'organization_rename', { name: 'N' }, chain.nowMs);
  const renamed = await signObject(ObjectType.ledgerEvent, kit, rename as unknown as Json);
  add('another event by the recovery key', 'permission_missing', length, [b64(renamed)]);
}

async function manifestVectors(): Promise<VectorFile> {
  const { chain, maya, renewed, dana } = await sampleChain();
  const events = chain.events.map(b64);
  const length = events.length;
  const list: { vector: Unjudged; code: string | null }[] = [];
  const leaves = threeEntries();
  const crowd = Array.from({ length: 600 }, (_, n) => leafOf(`entry ${n}`, 1 + (n % 5), 1 + (n % 2)));
  for (const [name, some] of [
    ['no entries', []],
    ['three entries', leaves],
    ['entries in every bucket', crowd],
  ] as const) {
    const written = some.map((leaf) => ({
      ...leaf,
      headerHash: b64(leaf.headerHash),
      bodyHash: b64(leaf.bodyHash),
    }));
    list.push({ vector: { name: `the root of ${name}`, kind: 'root', leaves: written }, code: null });
  }

  const { state, hashes } = mustBeOk(await verifyChain(null, chain.events));
  const context = { state, ledgerHashAt: (seq: number) => hashes[seq], vault: wiki };
  const draft = (previous: VerifiedManifest | null, by = renewed) =>
    draftManifest({
      state,
      vault: wiki,
      by: by.member,
      previous,
      leaves: LeafSet.from(leaves),
      nowMs: chain.nowMs,
    });
  const sign = (
    payload: Partial<Record<keyof ManifestPayload | 'note', unknown>>,
    key = renewed.keys.signing,
  ) => signObject(ObjectType.manifest, key, payload as Json);
  const first = await signEarly(chain, maya);
  const verifiedFirst = mustBeOk(await verifyManifest(context, null, first));
  const second = await sign(draft(verifiedFirst));
  const verifiedSecond = mustBeOk(await verifyManifest(context, verifiedFirst, second));
  const third = await sign(draft(verifiedSecond));

  const add = (name: string, code: string | null, manifests: readonly Bytes[], vault = wiki, keep = length) =>
    list.push({
      vector: { name, kind: 'manifest', keep, tail: [], vault, manifests: manifests.map(b64) },
      code,
    });
  const then = async (change: Partial<Record<keyof ManifestPayload | 'note', unknown>>) => [
    first,
    await sign({ ...draft(verifiedFirst), ...change }),
  ];
  add('the first manifest', null, [first]);
  add('the second, under new keys and a new epoch', null, [first, second]);
  add('three in a row', null, [first, second, third]);
  add('the first missing', 'manifest_moved', [second]);
  add('one missing from the middle', 'manifest_moved', [first, third]);
  add('one twice', 'manifest_moved', [first, first]);
  add('asked of another vault', 'wrong_vault', [first], own);
  add('of another vault', 'wrong_vault', await then({ vault: own }));
  add('of another organization', 'wrong_organization', await then({ org: hashFor('another') }));
  add('another predecessor', 'manifest_moved', await then({ prev: hashFor('another') }));
  add('a position left out', 'manifest_moved', await then({ seq: 3 }));
  add('a time before the last', 'time_decreased', await then({ at: startMs - 1 }));
  add('the epoch before', 'wrong_epoch', await then({ epoch: 1 }));
  add(
    'a ledger event that is not in the chain',
    'ledger_reference_wrong',
    await then({ ledger: { seq: 5, hash: hashFor('x') } }),
  );
  add(
    'a ledger event before the last manifest’s',
    'ledger_reference_wrong',
    await then({ ledger: { seq: 3, hash: hashes[3] } }),
  );
  add('a ledger event beyond the chain', 'ledger_behind', [first, second], wiki, length - 1);
  add('a signer who is nobody', 'signer_unknown', await then({ by: idFor('nobody') }));
  add('signed by the generation before', 'signature_wrong', [
    first,
    await sign(draft(verifiedFirst), maya.keys.signing),
  ]);
  add('a first one with a predecessor', 'manifest_malformed', [
    await sign({ ...verifiedFirst.payload, prev: hashFor('x') }, maya.keys.signing),
  ]);
  add('an unknown name', 'manifest_malformed', await then({ note: 1 }));
  add('a negative count', 'manifest_malformed', await then({ count: -1 }));
  await addRemovalVectors();
  const damaged = (at: number) => [first, second.map((byte, index) => (index === at ? byte ^ 1 : byte))];
  add('a changed signature', 'signature_wrong', damaged(20));
  add('another version', 'manifest_malformed', damaged(4));
  add('another object type', 'manifest_malformed', damaged(5));
  add('a byte too many', 'manifest_malformed', [first, Uint8Array.of(...second, 0x20)]);
  return judge(events, list);

  /** Dana is removed; what she wrote before stays, and nothing of hers is added (attack rows X5, X17). */
  async function addRemovalVectors(): Promise<void> {
    const hers = await sign(draft(verifiedFirst, dana), dana.keys.signing);
    const verifiedHers = mustBeOk(await verifyManifest(context, verifiedFirst, hers));
    const head = { hash: verifiedHers.hash, seq: 2, vault: wiki };
    const left = new Chain();
    left.events.push(...chain.events);
    left.state = chain.current;
    left.nowMs = chain.nowMs;
    await left.write(renewed, 'remove', { heads: [head], member: dana.member });
    const tail = [b64(left.events.at(-1) as Bytes)];
    const vector = (name: string, code: string | null, manifests: readonly Bytes[]) =>
      list.push({
        vector: { name, kind: 'manifest', keep: length, tail, vault: wiki, manifests: manifests.map(b64) },
        code,
      });
    vector('a leaver’s last manifest', null, [first, hers]);
    vector('another one in the place of the leaver’s last', 'manifest_moved', [first, second]);
    const dated = await sign(draft(verifiedHers, dana), dana.keys.signing);
    vector('a leaver’s manifest with an earlier date', 'ledger_reference_wrong', [first, hers, dated]);
    const now = { ledger: left.current.head, at: left.nowMs };
    const under = async (by: Person) => sign({ ...draft(verifiedHers, by), ...now }, by.keys.signing);
    vector('a manifest under the key that a leaver knows', 'epoch_stale', [
      first,
      hers,
      await under(renewed),
    ]);
  }
}
