import type { AccessRequest } from '@postern/contract';
import { type HashB64, type OrganizationId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { type KeyStatement, parseKeyStatement, relinkKeyOfWords, relinkProof } from '@postern/crypto';
import {
  findGrant,
  findGroup,
  holdsGroupKey,
  holdsVaultKey,
  type LedgerState,
  type Member,
  mayHandOver,
  rightsGiven,
  type SupposedEvent,
} from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import { wordList } from '../words/word-list.ts';

/** So many vaults go in one event; what is more waits, and is handed over right after. */
const mostVaults = 1000;

/** The key statement that a request shows, verified as a statement of this very account. */
export async function statementOf(
  relink: AccessRequest['relink'],
  { account }: Pick<Member, 'account'>,
): Promise<KeyStatement | undefined> {
  if (relink === undefined) return undefined;
  const parsed = await parseKeyStatement(bytesOfWire(relink.statement));
  return parsed.ok && parsed.value.account === account ? parsed.value : undefined;
}

/** Words that were told, and what they prove to whoever told them. */
export interface HeardWords {
  readonly statement: KeyStatement;
  readonly proof: HashB64;
}

/**
 * Checks typed words against what the request shows. DEFENCE (attack rows X3, X10): `org` and `member` are out of the ledger
 * that this device verified and the statement is the one to be linked, so that words told for other keys or another
 * organization do not fit. `words_wrong` else, without a reason.
 */
export async function hearWords(
  relink: NonNullable<AccessRequest['relink']>,
  org: OrganizationId,
  member: Pick<Member, 'id' | 'account'>,
  typed: readonly string[],
): Promise<Result<HeardWords, 'words_wrong' | 'statement_wrong'>> {
  const statement = await statementOf(relink, member);
  if (statement === undefined) return refuse('statement_wrong');
  if (!mayBeDrawn(typed)) return refuse('words_wrong', { field: '/words' });
  const subject = { org, member: member.id, statementHash: statement.hash };
  const key = await relinkKeyOfWords(typed.join(' '), subject);
  if ((await relinkProof(key, subject, 'asks')) !== relink.proof) {
    return refuse('words_wrong', { field: '/words' });
  }
  return ok({ statement, proof: await relinkProof(key, subject, 'answers') });
}

/** Six words of the list. Others are wrong without the work that it takes to compare. */
function mayBeDrawn(typed: readonly string[]): boolean {
  const words = typed
    .join(' ')
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .split(/[\s-]+/u);
  return words.length === 6 && words.every((word) => wordList.includes(word));
}

type RelinkEvent = Extract<SupposedEvent, { readonly type: 'relink' }>;

/** The event that links a member anew and hands over what `by` holds of what the member has. */
export function relinkEvent(
  state: LedgerState,
  by: Member['id'],
  member: Member,
  { statement, proof }: HeardWords,
): RelinkEvent {
  const vaults = Object.values(state.vaults).filter((vault) => {
    const grant = findGrant(vault, member.id);
    if (grant === undefined || !holdsVaultKey(state, by, vault.id)) return false;
    return mayHandOver(state, by, vault.id, rightsGiven(grant.given));
  });
  const groups = member.groups.filter(
    (group) => findGroup(state, group) !== undefined && holdsGroupKey(state, by, group),
  );
  return {
    type: 'relink',
    body: {
      groups,
      heads: [],
      member: member.id,
      proof,
      statement: toBase64Url(statement.bytes),
      vaults: vaults.slice(0, mostVaults).map(({ id }) => id),
      via: 'words',
    },
    statement,
  };
}
