import { hash } from 'node:crypto';
import {
  commitPhoneNonce,
  listPhoneApprovals,
  readApproval,
  revealAskersNonce,
  revealPhoneNonce,
} from '@postern/contract';
import { encodeCanonical, mustBeOk, randomBytes, toBase64Url } from '@postern/core';
import {
  type AskedAbout,
  approvalDigits,
  commitApprovalNonce,
  drawSecret,
  hashB64,
  type SealingSeed,
  sealingKeyPairFromSeed,
} from '@postern/crypto';
import { until } from '../packages/client/test/people.ts';
import { askPhones } from '../packages/client/test/phones.ts';
import type { Scene } from './harness/attack.ts';
import type { MisbehavingServer } from './harness/misbehaving-server.ts';
import { bytes, firstRequest, mayasKeylessDevice, openRelayed, servedAccount } from './scene/mayas-phone.ts';

/**
 * Maya types six digits in place of scanning. To the phone the server plays a device with a key of its own, to the tablet a
 * phone. Once the phone's part is over it knows which digits the phone expects, and looks for a nonce that makes the tablet
 * show the very same: a million tries. `tries`: fewer, where the tablet is going to refuse whatever nonce it is.
 */
export async function relayDigits(scene: Scene, tries = Number.POSITIVE_INFINITY) {
  const place = await mayasKeylessDevice(scene);
  const { evil, phone, tablet } = place;
  const { account, statementHash } = servedAccount(evil);
  const own = await sealingKeyPairFromSeed(drawSecret<SealingSeed>());
  const nonce = randomBytes(32);
  /** The question as the phone is shown it, and as the tablet asked it. */
  let toPhone: AskedAbout | undefined;
  let asked: AskedAbout | undefined;
  evil.alter(listPhoneApprovals, ({ approvals }) => ({
    approvals: approvals.map((one) => {
      const about = { account, request: one.request, statementHash };
      asked = { ...about, keyHash: hashB64(bytes(one.sealingKey)) };
      toPhone = { ...about, keyHash: hashB64(own.publicKey) };
      return {
        ...one,
        sealingKey: toBase64Url(own.publicKey),
        commitment: commitApprovalNonce('asks', toPhone, nonce),
        // As soon as the phone is bound.
        ...(bodyOf(evil, commitPhoneNonce.name) === undefined ? {} : { nonce: toBase64Url(nonce) }),
      };
    }),
  }));
  evil.drop(revealPhoneNonce, () => ({}));
  let made: string | undefined;
  evil.alter(readApproval, (answer) => {
    if (answer.commitment === undefined) return answer;
    const ofPhone = bodyOf(evil, revealPhoneNonce.name)?.nonce;
    const ofTablet = bodyOf(evil, revealAskersNonce.name)?.nonce;
    const commitment = hashB64(nonce);
    if (!toPhone || !asked || ofPhone === undefined || ofTablet === undefined) {
      return { ...answer, commitment };
    }
    const expected = approvalDigits(toPhone, { asks: nonce, answers: bytes(ofPhone) });
    made ??= findNonce(asked, ofTablet, expected, tries);
    return { ...answer, commitment, nonce: made };
  });
  await askPhones(tablet);
  await tablet.client.phone.askByDigits();
  const { id } = await firstRequest(phone);
  mustBeOk(await phone.app.beginDigits(id));
  // Anything that moves has the tablet look again.
  mustBeOk(await phone.app.stopPush());
  const { approval } = await until(
    tablet.client,
    (now) => now.approval?.state === 'digits' || now.approval?.state === 'over',
  );
  const typed =
    approval?.state === 'digits' ? await phone.app.approveByDigits(id, approval.digits) : undefined;
  const opens = async () => toPhone !== undefined && openRelayed(evil, own, toPhone);
  return { ...place, approval, typed, opens };
}

/** What was last sent to an endpoint. */
function bodyOf(evil: MisbehavingServer, name: string): { readonly nonce?: string } | undefined {
  const sent = evil.received.findLast(({ endpoint }) => endpoint?.name === name);
  return sent && JSON.parse(Buffer.from(sent.body ?? []).toString('utf8'));
}

/** A nonce for which this question gives these digits. SPEC: docs/protocol/objects.md, "Phone". */
function findNonce({ ...about }: AskedAbout, asks: string, digits: string, tries: number): string {
  const wanted = BigInt(digits);
  const answers = toBase64Url(randomBytes(32));
  const transcript = Buffer.from(encodeCanonical({ ...about, answers, asks, kind: 'phone-approval-digits' }));
  const at = transcript.indexOf(answers);
  // Eight decimal digits within the nonce are counted, where they stand: every one of them is base64url.
  for (let count = 0; ; count++) {
    transcript.write(String(count).padStart(8, '0'), at, 'latin1');
    const found = hash('sha256', transcript, 'buffer').readBigUInt64BE() % 1_000_000n === wanted;
    if (found || count >= tries) return transcript.toString('latin1', at, at + answers.length);
  }
}
