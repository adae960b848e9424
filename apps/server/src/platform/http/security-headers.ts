/**
 * STRICTER: nothing runs, loads or embeds but what this server serves itself. `wasm-unsafe-eval` is for OPAQUE and
 * Argon2id; `data:` and `blob:` images are QR codes and opened attachments.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types postern',
].join('; ');

const always: Readonly<Record<string, string>> = {
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** Whoever opens an answer of the API as a page gets one in which nothing loads and nothing runs. */
const ofApi: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** What only a document heeds: it would be half of what most answers of the API weigh. */
const ofPages: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), clipboard-read=(), clipboard-write=(self), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()',
  'x-frame-options': 'DENY',
};

export interface SecurityHeaders {
  /** For an answer of the API, which no browser shows as a page. */
  readonly api: Readonly<Record<string, string>>;
  /** For everything else. */
  readonly page: Readonly<Record<string, string>>;
}

/** Headers of every answer. `overTls`: people reach this server by https, so browsers must never try http again. */
export function securityHeaders(overTls: boolean): SecurityHeaders {
  const transport = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' };
  const both = overTls ? { ...always, ...transport } : always;
  return { api: { ...both, ...ofApi }, page: { ...both, ...ofPages } };
}
