import { type SeededPerson, seedPerson } from './seeded-person.ts';
import type { Place } from './server-process.ts';
import { TestMember } from './test-member.ts';
import { startTestServer, type TestServer } from './test-server.ts';

/** An organization in a database that no server runs on. */
export interface FoundedPlace {
  readonly member: TestMember;
  readonly person: SeededPerson;
  /** Where the member's calls go from now on. */
  pointAt(url: string): void;
}

/** Founds an organization in the place, by a server in this process that is stopped again. */
export async function foundIn(place: Place, name = 'Maya'): Promise<FoundedPlace> {
  const founder = await startTestServer(environmentOf(place));
  let url = founder.url;
  const elsewhere: TestServer = Object.create(founder, { url: { get: () => url } });
  try {
    const person = await seedPerson(founder, name);
    const member = await TestMember.foundReady(elsewhere, person, 'northwind');
    return {
      member,
      person,
      pointAt: (other) => {
        url = other;
      },
    };
  } finally {
    await founder.stop();
  }
}

/** Runs `work` with a server of this process on the place, between two of another's. */
export async function beneath<Value>(
  place: Place,
  work: (server: TestServer) => Promise<Value>,
): Promise<Value> {
  const server = await startTestServer(environmentOf(place));
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

function environmentOf({ data, databaseUrl, keyFile }: Place): Record<string, string> {
  return {
    POSTERN_DATA: data,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(keyFile === undefined ? {} : { POSTERN_KEY_FILE: keyFile }),
  };
}
