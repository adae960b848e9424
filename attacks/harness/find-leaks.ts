/** A secret that must never leave the client, with the name it has in the table. */
export interface PlantedSecret {
  readonly name: string;
  readonly secret: string | Uint8Array;
}

/**
 * Names of the secrets that `haystack` holds: as they are, JSON- or URI-escaped, in hex, or anywhere inside a stretch
 * of base64 or base64url, whatever its alignment.
 */
export function findLeaks(secrets: readonly PlantedSecret[], haystack: Uint8Array): string[] {
  const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
  const text = bytes.toString('latin1');
  const decoded = [...text.matchAll(/[A-Za-z0-9+/_-]{8,}/g)].map(([run]) => Buffer.from(run, 'base64url'));
  return secrets
    .filter(({ secret }) => {
      const wanted = Buffer.from(secret);
      // Fewer bytes would be found by chance in what is sealed.
      if (wanted.length < 6) throw new RangeError('a planted secret is at least 6 bytes long');
      return (
        formsOf(wanted).some((form) => bytes.includes(form)) ||
        text.toLowerCase().includes(wanted.toString('hex')) ||
        decoded.some((run) => run.includes(wanted))
      );
    })
    .map(({ name }) => name);
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
