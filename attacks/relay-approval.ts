import { listPhoneApprovals } from '@postern/contract';
import { toBase64Url } from '@postern/core';
import {
  type AskedAbout,
  drawSecret,
  hashB64,
  parseApprovalCode,
  type SealingSeed,
  sealingKeyPairFromSeed,
} from '@postern/crypto';
import { askPhones } from '../packages/client/test/phones.ts';
import type { Scene } from './harness/attack.ts';
import { firstRequest, mayasKeylessDevice, openRelayed, servedAccount } from './scene/mayas-phone.ts';

/**
 * Maya's new tablet asks her phone for her key, and she holds the phone's camera before the tablet. The server shows the
 * phone the true question with a key of its own in the place of the tablet's.
 */
export async function relayApproval(scene: Scene) {
  const place = await mayasKeylessDevice(scene);
  const { evil, phone, tablet } = place;
  const own = await sealingKeyPairFromSeed(drawSecret<SealingSeed>());
  evil.alter(listPhoneApprovals, ({ approvals }) => ({
    approvals: approvals.map((one) => ({ ...one, sealingKey: toBase64Url(own.publicKey) })),
  }));
  const text = await askPhones(tablet);
  await firstRequest(phone);
  const approved = await phone.app.approveByCode(text);
  const code = parseApprovalCode(text);
  if (code === undefined) throw new Error('the tablet shows no code');
  const { account, statementHash } = servedAccount(evil);
  const about: AskedAbout = {
    account,
    request: code.request,
    keyHash: hashB64(own.publicKey),
    statementHash,
  };
  return { ...place, approved, opens: () => openRelayed(evil, own, about) };
}
