import { it, type TestContext } from 'vitest';
import type { AttackRef } from '../rows.ts';
import type { AttackRecord, TwinRecord } from './attack-table.ts';
import { findLeaks, type PlantedSecret } from './find-leaks.ts';
import { type Exchange, MisbehavingServer } from './misbehaving-server.ts';
import { pagesThatSay } from './pages-that-say.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Read by the table's reporter: results are those of this run because they live nowhere else. */
    attack?: AttackRecord | TwinRecord;
  }
}

/** What a played attack has at hand. */
export interface Scene {
  /** A server that misbehaves, as the `fetch` of a client. One that never did fails the attack. */
  misbehave(fetch?: typeof globalThis.fetch): MisbehavingServer;
  /** A server that behaves and only reads along, for rows whose attacker is somebody else or does no more than look. */
  watch(fetch?: typeof globalThis.fetch): MisbehavingServer;
  /** Declares a secret of the victim. It has leaked when anything these servers received holds it. */
  plant<Secret extends string | Uint8Array>(name: string, secret: Secret): Secret;
  /** Records a leak that is not found by looking for a planted secret, such as a key that the attacker could derive. */
  leaked(name: string): void;
  /** Runs when the attack is over, also when it failed; the last told runs first. */
  after(end: () => Promise<unknown> | unknown): void;
}

/**
 * Plays an attack of the catalogue. `play` runs a real client against the misbehaving server, asserts that the client
 * refused, and answers what the client said: the code of its alarm or refusal. The row holds when `play` resolves and
 * nothing leaked.
 *
 * @param refs one row, or several that are the same attack on different products
 * @param did what the server does, in a few words for the table
 */
export function attack(
  refs: AttackRef | readonly AttackRef[],
  did: string,
  play: (scene: Scene) => Promise<string>,
): void {
  playRow(refs, did, play, () => ({}));
}

/**
 * Plays an attack that cannot be refused, by cryptography or at all. `play` asserts how far the server gets, and answers
 * the sentence by which the product tells people. The row holds when they read it on a page, and nothing else leaked.
 */
export function stated(
  refs: AttackRef | readonly AttackRef[],
  did: string,
  play: (scene: Scene) => Promise<string>,
): void {
  playRow(refs, did, play, (sentence) => ({ statedOn: pagesThatSay(sentence) }));
}

function playRow(
  refs: AttackRef | readonly AttackRef[],
  did: string,
  play: (scene: Scene) => Promise<string>,
  also: (said: string) => Pick<AttackRecord, 'statedOn'>,
): void {
  const rows = typeof refs === 'string' ? [refs] : refs;
  it(`${rows.join(' ')}: ${did}`, async (context) => {
    const base = { part: 'attack', refs: rows, did } as const;
    context.task.meta.attack = { ...base, said: '', leaked: [] };
    const stage = setStage(context);
    let said = '';
    let where: ReturnType<typeof also> = {};
    try {
      said = await play(stage.scene);
      where = also(said);
    } finally {
      context.task.meta.attack = { ...base, said, leaked: stage.leaks(), ...where };
    }
    if (said === '') throw new Error('the client said nothing');
    if (where.statedOn?.length === 0) throw new Error(`no page of the product says: ${said}`);
    if (stage.idle()) throw new Error('the server never misbehaved, so nothing was shown');
    const leaks = stage.leaks();
    if (leaks.length > 0) throw new Error(`leaked: ${leaks.join(', ')}`);
  });
}

/**
 * Plays the same attack with one defence off (see attacks/README.md) and asserts that the attacker now wins. `play`
 * answers what the attacker has: a forged value that was accepted, a secret that was read.
 *
 * @param without the defence that is switched off, in a few words for the table
 */
export function twin(
  refs: AttackRef | readonly AttackRef[],
  without: string,
  play: (scene: Scene) => Promise<string>,
): void {
  const rows = typeof refs === 'string' ? [refs] : refs;
  it(`${rows.join(' ')} succeeds without ${without}`, async (context) => {
    const base = { part: 'twin', refs: rows, without } as const;
    context.task.meta.attack = { ...base, won: '' };
    const stage = setStage(context);
    const won = await play(stage.scene);
    if (won === '') throw new Error('the attacker won nothing');
    if (stage.idle()) throw new Error('the server never misbehaved, so nothing was shown');
    context.task.meta.attack = { ...base, won };
  });
}

function setStage({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const servers: MisbehavingServer[] = [];
  const watching: MisbehavingServer[] = [];
  const secrets: PlantedSecret[] = [];
  const told = new Set<string>();
  const scene: Scene = {
    misbehave: (fetch) => {
      const server = new MisbehavingServer(fetch);
      servers.push(server);
      return server;
    },
    watch: (fetch) => {
      const server = new MisbehavingServer(fetch);
      watching.push(server);
      return server;
    },
    plant: (name, secret) => {
      secrets.push({ name, secret });
      return secret;
    },
    leaked: (name) => {
      told.add(name);
    },
    after: (end) => onTestFinished(async () => void (await end())),
  };
  return {
    scene,
    idle: () => servers.some(({ misdeeds }) => misdeeds === 0),
    leaks: () => {
      const received = [...servers, ...watching].flatMap((server) => server.received);
      const seen = received.flatMap((one) => findLeaks(secrets, bytesOf(one)));
      return [...new Set([...told, ...seen])];
    },
  };
}

function bytesOf({ method, url, headers, body }: Exchange): Uint8Array {
  const head = `${method} ${url.href}\n${JSON.stringify(headers)}\n`;
  return Buffer.concat([Buffer.from(head), body ?? Buffer.alloc(0)]);
}
