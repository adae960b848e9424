import { type Bytes, fromBase64Url, type HashB64, type Json, toBase64Url } from '@postern/core';
import {
  type AskedAbout,
  approvalDigits,
  approvalMac,
  commitApprovalNonce,
  type DigitsSide,
  parseApprovalCode,
  writeApprovalCode,
} from './phone-approval.ts';
import { pairingMac, parsePairingCode, writePairingCode } from './phone-pairing.ts';
import type { ApprovalKey } from './secrets.ts';

/** Vectors of what a phone and the other side say to each other past the server. `code` is the text of the QR code. */
export type PhoneVector =
  | { readonly kind: 'pairing-code'; readonly text: string; readonly expect: Json }
  | {
      readonly kind: 'pairing-mac';
      readonly code: string;
      readonly method: { readonly id: string; readonly sealingKey: string; readonly anchorHash: string };
      readonly label: string;
      readonly expect: string;
    }
  | { readonly kind: 'approval-code'; readonly text: string; readonly expect: Json }
  | {
      readonly kind: 'approval-commitment';
      readonly side: DigitsSide;
      readonly about: Json;
      readonly nonce: string;
      readonly expect: string;
    }
  | {
      readonly kind: 'approval-digits';
      readonly about: Json;
      readonly asks: string;
      readonly answers: string;
      readonly expect: string;
    }
  | {
      readonly kind: 'approval-mac';
      readonly key: string;
      readonly about: Json;
      readonly method: string;
      readonly keyStorageVersion: number;
      readonly stateRevision: number;
      readonly answer: string;
      readonly expect: string;
    };

/** What the code that ships makes of a vector; codes that parse are written again, which must give the same text. */
export async function evaluatePhone(vector: PhoneVector): Promise<Json> {
  switch (vector.kind) {
    case 'pairing-code': {
      const code = parsePairingCode(vector.text);
      return code === undefined
        ? null
        : { ...code, key: toBase64Url(code.key), again: writePairingCode(code) };
    }
    case 'approval-code': {
      const code = parseApprovalCode(vector.text);
      return code === undefined
        ? null
        : { ...code, key: toBase64Url(code.key), again: writeApprovalCode(code) };
    }
    case 'pairing-mac': {
      const code = parsePairingCode(vector.code);
      if (code === undefined) return null;
      const { id, sealingKey, anchorHash } = vector.method;
      const method = {
        id: id as Parameters<typeof pairingMac>[1]['id'],
        sealingKey: bytesOf(sealingKey),
        anchorHash: anchorHash as HashB64,
      };
      return pairingMac(code, method, vector.label);
    }
    case 'approval-commitment':
      return commitApprovalNonce(vector.side, aboutOf(vector.about), bytesOf(vector.nonce));
    case 'approval-digits':
      return approvalDigits(aboutOf(vector.about), {
        asks: bytesOf(vector.asks),
        answers: bytesOf(vector.answers),
      });
    case 'approval-mac':
      return approvalMac(bytesOf(vector.key) as ApprovalKey, aboutOf(vector.about), {
        method: vector.method as Parameters<typeof approvalMac>[2]['method'],
        keyStorageVersion: vector.keyStorageVersion,
        stateRevision: vector.stateRevision,
        answer: bytesOf(vector.answer),
      });
  }
}

const aboutOf = (json: Json) => json as unknown as AskedAbout;

function bytesOf(text: string): Bytes {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new Error('the vector holds text that is not base64url');
  return bytes;
}
