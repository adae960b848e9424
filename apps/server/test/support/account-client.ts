import {
  type AccountId,
  type Bytes,
  type Email,
  fromBase64Url,
  type KeyMethodId,
  mustBeOk,
  newId,
  parseEmail,
  toBase64Url,
} from '@postern/core';
import {
  type AccountKeys,
  type AccountSecret,
  createAccountKeys,
  createMethod,
  deriveSealingKey,
  type KeyStorageSet,
  loginFinish,
  loginStart,
  type MethodKind,
  type OpenedKeyStorage,
  openKeyStorage,
  passwordMethodSeed,
  registerFinish,
  registerStart,
  sealAccountState,
  startKeyStorage,
} from '@postern/crypto';

/** What came back: the status, the parsed body, the bytes of it, and the cookie that was set. */
export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every endpoint.
  readonly body: any;
  readonly text: string;
  readonly setCookie: string | undefined;
}

/** A client that talks HTTP and keeps what it was given: the cookie as a browser, the token as everybody else. */
export class TestClient {
  readonly url: string;
  cookie: string | undefined;
  token: string | undefined;

  constructor(url: string) {
    this.url = url;
  }

  async send(method: string, path: string, body?: unknown): Promise<Answered> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const setCookie = response.headers.get('set-cookie') ?? undefined;
    if (setCookie !== undefined) this.cookie = setCookie.split(';')[0];
    const parsed = text === '' ? undefined : JSON.parse(text);
    if (typeof parsed?.token === 'string') this.token = parsed.token;
    return { status: response.status, body: parsed, text, setCookie };
  }

  get(path: string): Promise<Answered> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Answered> {
    return this.send('POST', `/api/account/${path}`, body);
  }

  /** The answer's body; throws with the refusal when it is none. */
  async must(answered: Promise<Answered>): Promise<Answered['body']> {
    const { status, body, text } = await answered;
    if (status >= 300) throw new Error(`${status}: ${text}`);
    return body;
  }
}

export function emailOf(text: string): Email {
  return mustBeOk(parseEmail(text));
}

const cliClient = { kind: 'cli', version: '0.1.0' } as const;
export const webClient = { kind: 'web', version: '0.1.0' } as const;

/** A key-storage set as it travels. */
export function wireKeys(set: KeyStorageSet, keptAnchors: ReadonlyMap<KeyMethodId, string> = new Map()) {
  return {
    keyStorage: toBase64Url(set.statement.bytes),
    methods: set.statement.methods.map(({ id, kind }) => {
      const added = set.anchors.find(({ method }) => method === id);
      const wrap = set.wraps.find(({ method }) => method === id);
      return {
        id,
        kind,
        anchor: added ? toBase64Url(added.anchor) : (keptAnchors.get(id) ?? ''),
        wrap: wrap ? toBase64Url(wrap.wrap) : '',
      };
    }),
    bundle: toBase64Url(set.bundle),
  };
}

/** An account state without keys or heads, sealed as one revision. */
export async function emptyState(
  account: AccountId,
  accountSecret: AccountSecret,
  of: { readonly revision: number; readonly secretVersion: number; readonly keyStorageVersion: number },
) {
  const key = await deriveSealingKey(accountSecret, 'state');
  const { keyStorageVersion, ...context } = of;
  const state = {
    confirmed: [],
    heads: [],
    keyStorageVersion,
    keyring: [],
    vaultHeads: [],
    drawnWords: [],
    formerKeys: [],
  };
  return {
    revision: of.revision,
    sealed: toBase64Url(await sealAccountState(key, { account, ...context }, state)),
  };
}

/** A password at a server: the record for it and the export key that only this password gives there. */
export async function register(
  client: TestClient,
  path: string,
  of: { readonly email: Email; readonly password: string; readonly fields?: object },
) {
  const started = await registerStart(of.password);
  const answer = await client.must(client.post(path, { ...of.fields, registrationRequest: started.message }));
  const finished = await registerFinish({
    password: of.password,
    email: of.email,
    state: started.state,
    response: answer.registrationResponse,
  });
  if (!finished) throw new Error('the server sent no OPAQUE message');
  return finished;
}

/** Everything the last step of a sign-up sends, for a ticket. */
export async function prepareSignUp(
  client: TestClient,
  of: { readonly email: Email; readonly password: string; readonly ticket: string; readonly nowMs: number },
) {
  const registered = await register(client, 'sign-up/password', { ...of, fields: { ticket: of.ticket } });
  const account = newId<AccountId>();
  const keys = await createAccountKeys(account, of.nowMs);
  const method = await createMethod('password', await passwordMethodSeed(registered.exportKey), keys);
  const set = await startKeyStorage(keys, [method]);
  const body = {
    ticket: of.ticket,
    registrationRecord: registered.record,
    account,
    keyStatement: toBase64Url(keys.statement.bytes),
    keys: wireKeys(set),
    state: await emptyState(account, set.accountSecret, {
      revision: 1,
      secretVersion: 1,
      keyStorageVersion: 1,
    }),
    client: cliClient as { kind: string; version: string },
  };
  return { body, keys, set };
}

export interface SignedUp {
  readonly client: TestClient;
  readonly email: Email;
  readonly account: AccountId;
  readonly keys: AccountKeys;
  readonly accountSecret: AccountSecret;
}

/** Signs a person up through the whole ceremony. `readCode` finds the mailed code. */
export async function signUp(
  client: TestClient,
  readCode: (email: Email) => string | Promise<string>,
  of: {
    readonly email: string;
    readonly password: string;
    readonly nowMs: number;
    readonly client?: { readonly kind: string; readonly version: string };
  },
): Promise<SignedUp> {
  const email = emailOf(of.email);
  await client.must(client.post('sign-up/begin', { email }));
  const { ticket } = await client.must(client.post('sign-up/verify', { email, code: await readCode(email) }));
  const { body, keys, set } = await prepareSignUp(client, { ...of, email, ticket });
  await client.must(client.post('sign-up/finish', { ...body, client: of.client ?? body.client }));
  return { client, email, account: body.account, keys, accountSecret: set.accountSecret };
}

/** Both OPAQUE messages of a sign-in, or of a confirmation; the second is left out when the client finds no match. */
export async function provePassword(
  client: TestClient,
  path: 'sign-in' | 'reauthentication',
  of: { readonly email: Email; readonly password: string; readonly client?: object },
) {
  const started = await loginStart(of.password);
  const named = path === 'sign-in' ? { email: of.email } : {};
  const begun = await client.must(
    client.post(`${path}/begin`, { ...named, startLoginRequest: started.message }),
  );
  const finished = await loginFinish({
    password: of.password,
    email: of.email,
    state: started.state,
    response: begun.loginResponse,
  });
  if (!finished) return undefined;
  const body = {
    attempt: begun.attempt as string,
    finishLoginRequest: finished.message,
    ...(path === 'sign-in' ? { client: of.client ?? cliClient } : {}),
  };
  return { ...finished, body, answered: await client.post(`${path}/finish`, body) };
}

/** Opens the signed-in account's keys with a sign-in's export key, as a new device does. */
export async function openAccount(
  client: TestClient,
  exportKey: Parameters<typeof passwordMethodSeed>[0],
): Promise<OpenedKeyStorage> {
  const served = await client.must(client.get('/api/account'));
  const [method] = served.keys.methods as {
    id: KeyMethodId;
    kind: MethodKind;
    anchor: string;
    wrap: string;
  }[];
  if (!method) throw new Error('the account has no method');
  return mustBeOk(
    await openKeyStorage(await passwordMethodSeed(exportKey), {
      account: served.account,
      method: { id: method.id, kind: method.kind },
      anchor: bytes(method.anchor),
      wrap: bytes(method.wrap),
      statement: bytes(served.keys.keyStorage),
      bundle: bytes(served.keys.bundle),
      keyStatement: bytes(served.keyStatement),
      rekeys: [],
    }),
  );
}

function bytes(text: string): Bytes {
  const found = fromBase64Url(text);
  if (!found) throw new Error('the server sent no base64url');
  return found;
}
