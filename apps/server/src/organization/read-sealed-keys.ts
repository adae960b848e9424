import type { SealedKey } from '@postern/contract';
import { type GroupId, toBase64Url } from '@postern/core';
import {
  currentEpoch,
  findGroup,
  findRights,
  findVault,
  type Invitation,
  type LedgerState,
} from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { listSealedKeys } from './ledger-queries.ts';

type Rows = Awaited<ReturnType<typeof listSealedKeys>>;

/**
 * Keys sealed to the member and to the groups the member is in, of what is theirs today, with their epoch links; to
 * custodians also what is sealed to the organization key. What was sealed to somebody who may no longer have it stays on
 * the server.
 */
export async function readSealedKeys(
  { db }: Pick<Platform, 'db'>,
  { state, member }: OrganizationCaller,
): Promise<{ sealedKeys: SealedKey[] }> {
  const { custodian } = member;
  const inGroup = (id: string) => findGroup(state, id)?.members[member.id]?.waits === false;
  const groups = member.groups.filter(inGroup);
  const rows = await listSealedKeys(db.kysely, state.organization, {
    recipients: [`member:${member.id}`, 'link'],
    kinds: [...groups.map((id) => `group:${id}`), ...(custodian ? ['organization'] : [])],
  });
  const mine = (subject: string) => {
    const group = groupOf(subject);
    if (group !== undefined) return inGroup(group);
    const vault = findVault(state, subject);
    return vault !== undefined && findRights(state, member.id, vault.id) !== undefined;
  };
  return {
    sealedKeys: shown(rows.filter(({ subject }) => custodian || subject === 'organization' || mine(subject))),
  };
}

/** Keys sealed to the invitation's secret that still open what it gives. For whoever has proven to have that secret. */
export async function readKeysOfInvitation(
  { db }: Pick<Platform, 'db'>,
  state: LedgerState,
  { id, grants, groups }: Pick<Invitation, 'id' | 'grants' | 'groups'>,
): Promise<{ sealedKeys: SealedKey[] }> {
  const given = (subject: string) => {
    const group = groupOf(subject);
    return group === undefined ? Object.hasOwn(grants, subject) : groups.includes(group);
  };
  const rows = await listSealedKeys(db.kysely, state.organization, {
    recipients: [`invite:${id}`],
    kinds: [],
  });
  return { sealedKeys: shown(rows.filter(({ subject }) => given(subject))) };
}

/** The vault keys of today that are sealed to the recovery key that counts. */
export async function readKeysOfRecovery(
  { db }: Pick<Platform, 'db'>,
  state: LedgerState,
): Promise<{ sealedKeys: SealedKey[] }> {
  if (state.recovery === null) return { sealedKeys: [] };
  const rows = await listSealedKeys(db.kysely, state.organization, {
    recipients: [`recovery:${state.recovery.version}`],
    kinds: [],
  });
  const isCurrent = ({ subject, epoch }: Rows[number]) => {
    const vault = findVault(state, subject);
    return vault !== undefined && currentEpoch(vault).epoch === epoch;
  };
  return { sealedKeys: shown(rows.filter(isCurrent)) };
}

function groupOf(subject: string): GroupId | undefined {
  return subject.startsWith('group:') ? (subject.slice('group:'.length) as GroupId) : undefined;
}

function shown(rows: Rows): SealedKey[] {
  return rows.map((row) => ({ ...row, sealed: toBase64Url(row.sealed) }));
}
