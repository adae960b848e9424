import {
  askForFactor,
  beginMailFactor,
  beginPasskey,
  beginTotp,
  finishMailFactor,
  finishPasskey,
  finishTotp,
  giveFactor,
  listSecondFactors,
  mailFactor,
  makeBackupCodes,
  removeSecondFactor,
  renameSecondFactor,
} from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { parseMadePasskey, parseProof } from './parse-proof.ts';
import type { SecondFactorPort } from './port.ts';

/** The second factors' part of the port: calls of the server, nothing of which touches a key. */
export function createSecondFactorPort({ api }: Pick<ClientCore, 'api'>): SecondFactorPort {
  return {
    list: () => api.call(listSecondFactors, {}),
    ask: async () => {
      const offer = await api.call(askForFactor, { body: {} });
      return offer.ok ? ok({ kind: 'second_factor', ...offer.value }) : offer;
    },
    give: async (given) => {
      const proof = parseProof(given);
      return proof.ok ? nothing(await api.call(giveFactor, { body: { proof: proof.value } })) : proof;
    },
    mailCode: async () => nothing(await api.call(mailFactor, { body: {} })),
    beginTotp: () => api.call(beginTotp, { body: {} }),
    finishTotp: async (name, typed) => {
      const code = sixDigits(typed);
      return code === undefined
        ? refuse('second_factor_wrong', { field: '/code' })
        : api.call(finishTotp, { body: { name, code } });
    },
    beginPasskey: () => api.call(beginPasskey, { body: {} }),
    finishPasskey: async (name, credential) => {
      const attestation = parseMadePasskey(credential);
      return attestation.ok
        ? api.call(finishPasskey, { body: { name, attestation: attestation.value } })
        : attestation;
    },
    beginMail: async () => nothing(await api.call(beginMailFactor, { body: {} })),
    finishMail: async (typed) => {
      const code = sixDigits(typed);
      return code === undefined
        ? refuse('code_wrong', { field: '/code' })
        : api.call(finishMailFactor, { body: { code } });
    },
    makeBackupCodes: async () => {
      const made = await api.call(makeBackupCodes, { body: {} });
      return made.ok ? ok(made.value.codes) : made;
    },
    rename: async (factor, name) =>
      nothing(await api.call(renameSecondFactor, { params: { factor }, body: { name } })),
    remove: async (factor) => nothing(await api.call(removeSecondFactor, { params: { factor } })),
  };
}

function sixDigits(typed: string): string | undefined {
  const digits = typed.replaceAll(/\s/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

/** The same result without its value. */
function nothing(result: Result<unknown>): Result<undefined> {
  return result.ok ? ok() : result;
}
