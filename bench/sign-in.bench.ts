import { createMemoryStore } from '@postern/client';
import { mustBeOk, parseEmail } from '@postern/core';
import { registerFinish, registerStart } from '@postern/crypto';
import { createServerSetup, registrationResponse } from '@postern/crypto/opaque-server';
import { measure, report } from './harness.ts';
import { type OpenClient, openClient } from './open-client.ts';
import { maya, openPlace } from './place.ts';
import { processorMs } from './processor-time.ts';

/** Signing in on a device that knows nothing yet, until its keys are open; and what it costs the server. */
const rounds = 9;
const place = await openPlace();

/** One stretching of the password, with the blinding around it that takes a hundredth of the time. */
const email = mustBeOk(parseEmail(maya.email));
const { state, message } = await registerStart(maya.password);
const response = mustBeOk(await registrationResponse(await createServerSetup(), email, message));
const stretched = await measure(
  () => registerFinish({ password: maya.password, email, state, response }),
  rounds,
);

const { pid, url } = place.server;
let serverMs = 0;
/** Each device has made its own copy of the secret, which follows a sign-in, before the next signs in. */
let device: OpenClient | undefined;
const signedIn = await measure(
  async (client) => {
    const before = processorMs(pid);
    mustBeOk(await client.account.signIn(maya.email, maya.password));
    serverMs += processorMs(pid) - before;
  },
  rounds,
  async () => {
    await device?.close();
    device = await openClient(url, createMemoryStore());
    return device;
  },
);
report('sign-in, client', signedIn, 'ms', stretched);
report('sign-in, server CPU', serverMs / (rounds + 1), 'ms');
await device?.close();
await place.stop();
