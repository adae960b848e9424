import {
  type AnswerOf,
  type askPhone,
  type BodyOf,
  readApproval,
  revealAskersNonce,
  watchApproval,
  withdrawApproval,
} from '@postern/contract';
import { type Clock, type HashB64, ok, type Refusal, type Result, refuse, toBase64Url } from '@postern/core';
import {
  type ApprovalWord,
  type AskedAbout,
  type Asking,
  approvalDigits,
  commitApprovalNonce,
  drawAsking,
  hashB64,
  type OpenedKeyStorage,
  openByAccountSecret,
  parseKeyStatement,
  unwrapApproval,
  verifyKeyStorage,
  writeApprovalCode,
} from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import type { ServedKeys } from '../key-storage/open-with-seed.ts';
import { createLookAgain } from '../organization/look-again.ts';
import { watchChanges } from '../organization/watch-changes.ts';
import { checkApprovalAnswer } from './check-approval-answer.ts';
import { checkShownNonce } from './check-digits.ts';
import type { ApprovalFacts } from './port.ts';

/** What a phone handed over, its authenticity checked as far as it can be. */
export interface PhonesAnswer {
  readonly provenBy: 'scan' | 'digits';
  /** What the phone had seen of the account: nothing older is accepted from the server. */
  readonly seen: { readonly keyStorageVersion: number; readonly stateRevision: number };
  /** The keys, out of what the server hands out for them. */
  readonly open: (served: ServedKeys) => Promise<Result<OpenedKeyStorage>>;
}

/** A question that stands. */
export interface StandingQuestion {
  /** The answer, or by name how it ended without one. */
  readonly answer: Promise<Result<PhonesAnswer>>;
  /** The person here has no camera on the phone: from now on digits are shown, and an answer to them counts. */
  readonly byDigits: () => void;
  /** The person here has read on the phone itself that it approved. */
  readonly confirm: () => void;
  readonly withdraw: () => Promise<void>;
}

export type Question = BodyOf<typeof askPhone>;

/**
 * Asks an account's phones for the account secret, from a device that has none. `served`: the keys that a phone may bring
 * back, those first that it is asked for; `phone_missing` for none. `ask` sends the question, as a session or a
 * reset; `show` hears what is to be on the screen. docs/protocol/phone.md, "Approving a device".
 */
export async function askPhones(
  { api, clock }: { readonly api: Api; readonly clock: Clock },
  served: readonly ServedKeys[],
  ask: (question: Question) => Promise<Result<AnswerOf<typeof askPhone>>>,
  show: (facts: ApprovalFacts) => void,
): Promise<Result<StandingQuestion>> {
  const asking = await drawAsking();
  const abouts = served.map(
    ({ account, keyStatement }): AskedAbout => ({
      account,
      request: asking.request,
      keyHash: asking.keyHash,
      statementHash: hashB64(bytesOfWire(keyStatement)),
    }),
  );
  const [about] = abouts;
  if (about === undefined) return refuse('phone_missing');
  const asked = await ask({
    request: asking.request,
    sealingKey: toBase64Url(asking.keyPair.publicKey),
    commitment: commitApprovalNonce('asks', about, asking.nonce),
  });
  if (!asked.ok) return asked;
  const { token, lastsMs } = asked.value;
  const expiresAtMs = clock.nowMs() + lastsMs;
  const text = writeApprovalCode(asking);
  show({ state: 'asked', text, expiresAtMs, byDigits: false });
  return ok(follow({ api, clock, asking, about, abouts, token, text, expiresAtMs, show }));
}

interface Followed {
  readonly api: Api;
  readonly clock: Clock;
  readonly asking: Asking;
  /** What the digits are of. */
  readonly about: AskedAbout;
  /** What an answer to the scanned code may be about; its authentication says which. */
  readonly abouts: readonly AskedAbout[];
  readonly token: string;
  readonly text: string;
  readonly expiresAtMs: number;
  readonly show: (facts: ApprovalFacts) => void;
}

/** Looks again each time the server says that something moved, until there is an answer or the question is over. */
function follow(followed: Followed): StandingQuestion {
  const { api, clock, token, expiresAtMs, show } = followed;
  const body = { token };
  const exchange = new DigitsShown(followed);
  let settle: (result: Result<PhonesAnswer>) => void = () => {};
  const answer = new Promise<Result<PhonesAnswer>>((resolve) => {
    settle = resolve;
  });
  let over = false;
  /** Handed over after the digits, and believed once the person here confirms it. */
  let unconfirmed: PhonesAnswer | undefined;
  let looking: Promise<void> = Promise.resolve();
  const hearNoMore = () => {
    clearTimeout(timer);
    again.end();
    watch.end();
  };
  const end = (result: Result<PhonesAnswer>) => {
    if (over) return;
    over = true;
    hearNoMore();
    settle(result);
  };
  const lookNow = async () => {
    if (over || unconfirmed !== undefined) return;
    const read = await api.call(readApproval, { body });
    if (over) return;
    again.heed(read);
    if (!read.ok) {
      // A line that is gone comes back; the question waits as long as it is good.
      if (read.code !== 'server_unreachable') end(read);
      return;
    }
    const { answer: given } = read.value;
    if (given === undefined) {
      const stepped = await exchange.step(read.value);
      again.heed(stepped);
      if (!stepped.ok && stepped.code !== 'server_unreachable') end(stepped);
      return;
    }
    const isScanned = given.mac !== undefined;
    const named = followed.abouts.find(({ statementHash }) => statementHash === given.statementHash);
    const about = (isScanned && named) || followed.about;
    const word = await checkApprovalAnswer(followed.asking, about, given, exchange.areShown);
    if (!word.ok) return end(word);
    const handed = answerOf(followed.asking, about, word.value, isScanned);
    if (isScanned) return end(ok(handed));
    // INVARIANT: without authentication nothing is opened on the server's word alone that a phone said this.
    unconfirmed = handed;
    hearNoMore();
    show({ state: 'confirm' });
  };
  const look = () => {
    looking = looking.then(lookNow);
  };
  const again = createLookAgain(look);
  const watch = watchChanges((signal) => api.openStream(watchApproval, { body }, signal), {
    onConnected: look,
    onChange: ({ kind }) => kind === 'phone' && look(),
    onRefused: look,
  });
  const timer = setTimeout(
    () => end(refuse('approval_expired')),
    Math.max(0, expiresAtMs - clock.nowMs()) + graceMs,
  );
  return {
    answer,
    byDigits: () => {
      if (over || !exchange.choose()) return;
      show({ state: 'asked', text: followed.text, expiresAtMs, byDigits: true });
      look();
    },
    confirm: () => {
      if (unconfirmed !== undefined) end(ok(unconfirmed));
    },
    withdraw: async () => {
      if (over) return;
      end(refuse('approval_withdrawn'));
      await api.call(withdrawApproval, { body });
    },
  };
}

/** What the phone gave at the last moment is still on its way. */
const graceMs = 2_000;

/**
 * The asking device's half of the exchange of digits: each step once, none before the other side is bound. INVARIANT: none
 * before the person at this device chose digits, so that a server cannot lead away from the scan.
 */
class DigitsShown {
  readonly #followed: Followed;
  #commitment: HashB64 | undefined;
  #chosen = false;
  #shown = false;

  constructor(followed: Followed) {
    this.#followed = followed;
  }

  get areShown(): boolean {
    return this.#shown;
  }

  /** Whether digits were chosen just now, and not before. */
  choose(): boolean {
    const isNew = !this.#chosen;
    this.#chosen = true;
    return isNew;
  }

  async step(read: AnswerOf<typeof readApproval>): Promise<Result<undefined>> {
    const { api, asking, about, token, text, expiresAtMs, show } = this.#followed;
    if (!this.#chosen || read.commitment === undefined || this.#shown) return ok();
    // INVARIANT: the nonce is shown to one commitment; another one finds it out already.
    this.#commitment ??= read.commitment;
    if (this.#commitment !== read.commitment) return refuse('approval_digits_wrong');
    if (read.nonce === undefined) {
      const shown = await api.call(revealAskersNonce, { body: { token, nonce: toBase64Url(asking.nonce) } });
      return shown.ok ? ok() : shown;
    }
    const answers = bytesOfWire(read.nonce);
    const bound = checkShownNonce('answers', about, this.#commitment, answers);
    if (!bound.ok) return bound;
    this.#shown = true;
    const digits = approvalDigits(about, { asks: asking.nonce, answers });
    show({ state: 'digits', digits, text, expiresAtMs });
    return ok();
  }
}

function answerOf(asking: Asking, about: AskedAbout, word: ApprovalWord, isScanned: boolean): PhonesAnswer {
  const { method, keyStorageVersion, stateRevision } = word;
  return {
    provenBy: isScanned ? 'scan' : 'digits',
    seen: { keyStorageVersion, stateRevision },
    open: async ({ account, keyStatement, keys }) => {
      const wrong: Refusal<'approval_answer_wrong'> = refuse('approval_answer_wrong');
      const statementBytes = bytesOfWire(keyStatement);
      // What is opened is what the phone vouched for, and not what is served by now.
      if (account !== about.account || hashB64(statementBytes) !== about.statementHash) return wrong;
      const current = await parseKeyStatement(statementBytes);
      const statement = bytesOfWire(keys.keyStorage);
      const verified = current.ok ? await verifyKeyStorage(statement, current.value.signingKey) : current;
      if (!verified.ok) return wrong;
      const { secretVersion } = verified.value;
      const secret = await unwrapApproval(asking, about, { method, secretVersion }, word.answer);
      if (secret === undefined) return wrong;
      const bundle = bytesOfWire(keys.bundle);
      const opened = await openByAccountSecret(secret, {
        account,
        statement,
        bundle,
        keyStatement: statementBytes,
      });
      return opened.ok ? opened : wrong;
    },
  };
}
