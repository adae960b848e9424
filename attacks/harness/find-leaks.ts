/** A secret that must never leave the client, with the name it has in the table. */
export interface PlantedSecret {
  readonly name: string;
  readonly secret: string | Uint8Array;
}

/**
 * Names of the secrets that `haystack` holds: as they are, JSON- or URI-escaped, in hex, or anywhere inside a stretch
 * of base64 or base64url, whatever stands right before it.
 */
export function findLeaks(secrets: readonly PlantedSecret[], haystack: Uint8Array): string[] {
  const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
  const lower = bytes.toString('latin1').toLowerCase();
  return secrets
    .filter(({ secret }) => {
      const wanted = Buffer.from(secret);
      // Fewer bytes would be found by chance in what is sealed.
      if (wanted.length < 6) throw new RangeError('a planted secret is at least 6 bytes long');
      return (
        [...formsOf(wanted), ...base64FormsOf(wanted)].some((form) => bytes.includes(form)) ||
        lower.includes(wanted.toString('hex'))
      );
    })
    .map(({ name }) => name);
}

/** The characters that the bytes alone decide, for each place that they may have in a group of three. */
function base64FormsOf(wanted: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), wanted]).toString('base64url');
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + wanted.length) * 8) / 6);
    const certain = text.slice(from, to);
    return [certain, certain.replaceAll('-', '+').replaceAll('_', '/')].map((form) => Buffer.from(form));
  });
}

function formsOf(wanted: Buffer): Buffer[] {
  const text = wanted.toString('utf8');
  return [
    wanted,
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(new URLSearchParams({ v: text }).toString().slice(2)),
  ];
}
