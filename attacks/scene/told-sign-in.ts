import { beginSignIn, finishSignIn } from '@postern/contract';
import { aDevice, type Place } from './mayas-place.ts';

/** What Maya's new device says to a server that tells it how to sign in, and what it sent after that. */
export interface ToldSignIn {
  readonly said: string;
  /** The closing messages that the server received meanwhile. */
  readonly sent: readonly string[];
}

/** BW07, LP04, 1P04, DL06: instructions in front of the message that belongs there, which is free text to the contract. */
export async function tellInMessage(place: Place, instruction: string): Promise<ToldSignIn> {
  place.evil.behave().alter(beginSignIn, ({ attempt, loginResponse }) => ({
    attempt,
    loginResponse: `${instruction}$${loginResponse}`,
  }));
  return signIn(place);
}

/** The same as a field of its own, beside the message. */
export async function tellInField(place: Place, field: object): Promise<ToldSignIn> {
  place.evil.behave().alter(beginSignIn, (answer) => ({ ...answer, ...field }));
  return signIn(place);
}

async function signIn({ scene, server, evil, email, password }: Place): Promise<ToldSignIn> {
  const before = evil.received.length;
  const { client } = await aDevice(scene, server, evil);
  const signedIn = await client.account.signIn(email, password);
  const sent = evil.received
    .slice(before)
    .filter(({ endpoint }) => endpoint?.name === finishSignIn.name)
    .map(({ body }) => (JSON.parse(Buffer.from(body ?? []).toString()) as Finish).finishLoginRequest);
  return { said: signedIn.ok ? '' : signedIn.code, sent };
}

interface Finish {
  readonly finishLoginRequest: string;
}
