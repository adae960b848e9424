import { totpCodeAt, totpStepOf } from '../../src/second-factor/totp.ts';

/** An authenticator app with the secret that was typed into it; `nowMs` is its clock. */
export class AuthenticatorApp {
  readonly #secret: Uint8Array;
  readonly #nowMs: () => number;

  constructor(secretB32: string, nowMs: () => number) {
    this.#secret = fromBase32(secretB32);
    this.#nowMs = nowMs;
  }

  /** The code it shows, or showed and will show so many steps from now. */
  code(stepsFromNow = 0): string {
    return totpCodeAt(this.#secret, totpStepOf(this.#nowMs()) + stepsFromNow);
  }

  /** The 20 bytes, to look for them where they must not be. */
  secret(): Buffer {
    return Buffer.from(this.#secret);
  }

  /** Six digits that it shows neither now nor in the steps around. */
  wrongCode(): string {
    const shown = new Set([-2, -1, 0, 1, 2].map((step) => this.code(step)));
    for (let code = 0; ; code++) {
      const text = String(code).padStart(6, '0');
      if (!shown.has(text)) return text;
    }
  }
}

/** SPEC: RFC 4648, section 6, without padding. */
function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((one) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}
