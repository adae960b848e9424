/**
 * Addresses that no organization may have, because pages, files and the API live there or may one day. The form says
 * so while the person types, the server when they send. Every first part of a route of the web client is here.
 */
const reservedAddresses: ReadonlySet<string> = new Set([
  ...['api', 'app', 'assets', 'static', 'public', 'favicon', 'robots', 'manifest', 'sw', 'well-known'],
  ...['healthz', 'readyz', 'metrics', 'outbox', 'gate', 'server', 'status', 'version'],
  ...[
    'sign-in',
    'sign-up',
    'sign-out',
    'signin',
    'signup',
    'signout',
    'login',
    'logout',
    'register',
    'forgot-password',
  ],
  ...['account', 'accounts', 'key-storage', 'sessions', 'session', 'unlock', 'lock', 'password', 'passkey'],
  ...['new', 'create', 'join', 'invite', 'invitation', 'invitations', 'organizations', 'organization'],
  ...['recover', 'recovery', 'kit', 'pair', 'phone', 'device', 'devices', 'approve', 'share', 'send'],
  ...['admin', 'administration', 'settings', 'security', 'audit', 'vault', 'vaults', 'search', 'entry'],
  ...['help', 'docs', 'about', 'contact', 'support', 'legal', 'privacy', 'terms', 'imprint', 'blog', 'home'],
  ...['download', 'downloads', 'extension', 'cli', 'oauth', 'oidc', 'saml', 'scim', 'sso', 'webhooks'],
  ...['postern', 'www', 'mail', 'localhost', 'root', 'system', 'null', 'undefined', 'index'],
]);

/** Whether an address that is otherwise in order is not to be had. */
export function isReservedAddress(address: string): boolean {
  return reservedAddresses.has(address);
}
