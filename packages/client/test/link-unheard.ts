import { fromBase64Url, mustBeOk } from '@postern/core';
import { hashB64, relinkKeyOfWords, relinkProof } from '@postern/crypto';
import type { Device } from './people.ts';
import { memberOf } from './team.ts';

/**
 * Has the fixer link whoever asks under this address with words that nobody told them, as one may whose client was changed. The
 * fixer's device is shown a proof that fits those words, so that everything else is done as it always is.
 */
export async function linkUnheard(fixer: Device, email: string): Promise<void> {
  const { inbox } = fixer.client.requests;
  const { id } = await memberOf(fixer, email);
  const org = fixer.client.snapshot().entered?.open?.id;
  const { rows } = mustBeOk(await inbox.list('open'));
  const request = rows.find((row) => row.email === email)?.request;
  if (org === undefined || request === undefined) throw new Error(`${email} asks for nothing here`);
  let statement = '';
  fixer.between((_, answer) => {
    statement = answer.relink?.statement ?? statement;
    return answer;
  });
  mustBeOk(await inbox.open(request));
  const words = Array.from({ length: 6 }, () => 'acorn');
  const statementHash = hashB64(fromBase64Url(statement) ?? new Uint8Array(0));
  const subject = { org, member: id, statementHash };
  const proof = await relinkProof(await relinkKeyOfWords(words.join(' '), subject), subject, 'asks');
  fixer.between((_, answer) =>
    answer.relink === undefined ? answer : { ...answer, relink: { statement, proof } },
  );
  const opened = mustBeOk(await inbox.open(request));
  mustBeOk(await inbox.settle(opened, [{ remedy: 'reinvite_member', words }]));
  fixer.between(undefined);
}
