import { custodiansOf } from '@postern/access';
import type { AccessRequest } from '@postern/contract';
import { encodeCanonical, type HashB64, ok, parseCanonical, type Result, refuse } from '@postern/core';
import { hashB64, type KeyStatement } from '@postern/crypto';
import { findMember, type LedgerState, type Member, supposeEvents } from '@postern/ledger';
import { signingKeyOf } from '../administration/list-members.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import { confirmEvent } from '../relink/handed-over.ts';
import { type HeardWords, hearWords, relinkEvent } from '../relink/hear-words.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import { areWordsOf } from '../words/are-words-of.ts';
import type { RemedyChoice, RemedyOffer } from './port.ts';

/** Remedies that are taken for words which somebody read out: the words vouch for keys, the server does not. */

type WordRemedy = 'reinvite_member' | 'confirm_words';
export type WordChoice = Extract<RemedyChoice, { readonly remedy: WordRemedy }>;

export function isWordChoice(choice: RemedyChoice): choice is WordChoice {
  return choice.remedy === 'reinvite_member' || choice.remedy === 'confirm_words';
}

/** Stands for a proof that there is none of yet; no rule of the ledger looks at it. */
const noProof = hashB64(new Uint8Array(0));

/** What `self` can do for a member with words to hear; undefined where nothing is to be done. */
export function offerForWords(
  state: LedgerState,
  self: Member['id'],
  member: Member,
  statement: KeyStatement | undefined,
  remedy: WordRemedy,
  nowMs: number,
): Omit<RemedyOffer, 'ends'> | undefined {
  const event = draftFor(state, self, member, statement, remedy);
  if (event === undefined) return undefined;
  const given = event.body.vaults.length + event.body.groups.length;
  const had = Object.values(state.vaults).filter(({ grants }) => Object.hasOwn(grants, member.id)).length;
  const all = had + member.groups.length;
  const effect = {
    email: member.email,
    role: member.role,
    vaultCount: had,
    groupCount: member.groups.length,
    handedOver: given,
    waits: Math.max(0, all - given),
    custodians: custodiansOf(state)
      .filter(({ id }) => id !== member.id)
      .map(({ email }) => email),
  };
  if (member.id === self) return { remedy, effect, refused: 'not_for_yourself' };
  const after = supposeEvents(state, self, [event], nowMs);
  if (after.ok) return { remedy, effect, refused: undefined };
  switch (after.code) {
    case 'permission_missing':
    case 'rights_not_covered':
    case 'key_not_held':
    case 'statement_refused':
      return { remedy, effect, refused: after.code };
    default:
      return undefined;
  }
}

function draftFor(
  state: LedgerState,
  self: Member['id'],
  member: Member,
  statement: KeyStatement | undefined,
  remedy: WordRemedy,
) {
  if (remedy === 'reinvite_member') {
    return statement && relinkEvent(state, self, member, { statement, proof: noProof });
  }
  const event = confirmEvent(state, self, member.id);
  return event?.type === 'link_confirm' ? event : undefined;
}

/** Words that fit, ready to be signed for on whatever the ledger is by then. */
export type Heard = (state: LedgerState, by: Member['id']) => Result<DraftedEvent>;

/** So often one device tries words for what one request shows; then the person draws others. */
const maxWrongWords = 5;

/**
 * Compares typed words with what they are to vouch for: `words_wrong` with how many tries are left, `words_used_up` after
 * the last, `request_changed` where the request shows nothing to compare with any more.
 */
export async function hear(
  store: SealedStore,
  state: LedgerState,
  member: Member,
  request: Pick<AccessRequest, 'relink'>,
  { remedy, words }: WordChoice,
): Promise<Result<Heard>> {
  if (remedy === 'confirm_words') {
    const { statementHash } = member.keys;
    const tries = await wrongWords(store, statementHash);
    if (tries.count >= maxWrongWords) return refuse('words_used_up');
    if (!areWordsOf(signingKeyOf(member), words)) return tries.note();
    return ok((newest, by) => {
      // The words are those of these very keys.
      const same = findMember(newest, member.id)?.keys.statementHash === statementHash;
      const event = same ? confirmEvent(newest, by, member.id) : undefined;
      return event === undefined ? refuse('confirmation_wrong') : ok(event);
    });
  }
  const { relink } = request;
  if (relink === undefined) return refuse('request_changed');
  const tries = await wrongWords(store, relink.proof);
  if (tries.count >= maxWrongWords) return refuse('words_used_up');
  const heard = await hearWords(relink, state.organization, member, words);
  if (!heard.ok) return heard.code === 'words_wrong' ? tries.note() : heard;
  return ok(relinkFor(member, heard.value));
}

function relinkFor({ id }: Member, heard: HeardWords): Heard {
  return (newest, by) => {
    const member = findMember(newest, id);
    if (member === undefined) return refuse('member_not_found');
    const { type, body } = relinkEvent(newest, by, member, heard);
    return ok({ type, body });
  };
}

/** How often wrong words were typed on this device for a proof or a statement. */
async function wrongWords(store: SealedStore, of: HashB64) {
  const name = `relink-tries/${of}`;
  const kept = await store.read(name);
  const parsed = kept.ok && kept.value !== undefined ? parseCanonical(kept.value) : 0;
  const count = typeof parsed === 'number' ? parsed : maxWrongWords;
  return {
    count,
    note: async (): Promise<Result<never>> => {
      await store.write({ seal: [[name, encodeCanonical(count + 1)]] });
      const attemptsLeft = maxWrongWords - count - 1;
      return attemptsLeft > 0
        ? refuse('words_wrong', { field: '/words', params: { attemptsLeft } })
        : refuse('words_used_up', { field: '/words' });
    },
  };
}
