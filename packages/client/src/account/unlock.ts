import { announceClientVersion, getAccount } from '@postern/contract';
import { equalBytes, ok, type Result, refuse } from '@postern/core';
import { verifyKeyStorage } from '@postern/crypto';
import { hasSameSecretAs, takeUpAdded } from '../key-storage/take-up-added.ts';
import { type KnownPlace, readDeviceWord } from '../owners-door/device-word.ts';
import type { AccountCore, OpenAccount } from './account-core.ts';
import { readDeviceRecord } from './device-record.ts';
import { resumeOnDevice } from './keep-on-device.ts';
import { bytesOfWire } from './key-storage-wire.ts';
import { openFromDevice } from './open-from-device.ts';
import { refuseOlder } from './refuse-older.ts';
import { signIn, type WaitingSignIn } from './sign-in.ts';

/** An account that is open, or the sign-in it takes, which waits for its second factor. */
export type Unlocked =
  | {
      readonly done: true;
      readonly open: OpenAccount;
      /** The server was there and still takes part in this session. */
      readonly online: boolean;
      /** It goes on from what this device kept. */
      readonly resumed: boolean;
    }
  | {
      readonly done: false;
      readonly waiting: WaitingSignIn;
      /** What the device knew by itself, if the password opened its copy. */
      readonly places: readonly KnownPlace[] | undefined;
    };

/**
 * Opens the account again on a device that knows it. The device's own copy opens without the server; if the server is
 * there it is asked whether session and keys still stand, and if not, the same password signs in anew. A password that
 * does not open the copy may be one that was chosen on another device: the server is asked then, too.
 */
export async function unlock(core: AccountCore, password: string): Promise<Result<Unlocked>> {
  const unlocked = await tryUnlock(core, password);
  // Whatever was taken up for an account that is not opened after all goes.
  if (!unlocked.ok || !unlocked.value.done || !unlocked.value.resumed) await core.prepare(undefined);
  return unlocked;
}

async function tryUnlock(core: AccountCore, password: string): Promise<Result<Unlocked>> {
  await core.unlockSealed();
  const record = await readDeviceRecord(core.replica);
  if (record === undefined) return refuse('sign_in_required');
  core.useToken(record.token);
  core.readAhead();
  const opened = await openFromDevice(record, password);
  let known: OpenAccount | undefined;
  if (opened !== undefined) {
    const asking = core.api.call(getAccount, {});
    const resumed = await resumeOnDevice(core, record, opened);
    if (resumed.ok) known = resumed.value;
    // A fault of the store comes again when the organization is entered.
    if (resumed.ok) core.prepare(resumed.value).catch(() => {});
    const served = await asking;
    const stands =
      served.ok &&
      served.value.account === record.account &&
      equalBytes(bytesOfWire(served.value.keys.keyStorage), record.keyStorage);
    // Under another generation of keys it is the password that tells what there is now.
    if (served.ok && !stands && served.value.generation === opened.keys.generation) {
      // Signed by this very account and older: the server lost or hides a change of the keys.
      const shown = await verifyKeyStorage(
        bytesOfWire(served.value.keys.keyStorage),
        opened.keys.signing.publicKey,
      );
      const known = shown.ok ? refuseOlder(opened.statement.version, shown.value.version) : shown;
      if (!known.ok) return refuse(shown.ok ? 'state_older_than_known' : 'signature_wrong');
      if (shown.ok && hasSameSecretAs(shown.value, opened)) {
        if (resumed.ok) resumed.value.close();
        const open = await takeUpAdded(core, record, opened, shown.value);
        if (open.ok) return ok({ done: true, open: open.value, online: true, resumed: true });
      }
    }
    const unreachable = !served.ok && served.code === 'server_unreachable';
    if (stands || unreachable) {
      if (served.ok && served.value.clientVersion !== core.identity.version) {
        // The program was updated since. Unheard, it counts as the old one until the next unlocking.
        await core.api.call(announceClientVersion, { body: { version: core.identity.version } });
      }
      if (resumed.ok) return ok({ done: true, open: resumed.value, online: stands, resumed: true });
      // What the device kept is damaged; the server has the account as a new device gets it.
      if (unreachable) return resumed;
    }
    const isOver = served.ok || served.code === 'sign_in_required' || served.code === 'session_expired';
    if (!isOver) return served;
  }
  let signedIn = await signIn(core, record.email, password);
  // The password of this device opened its copy and is not the newest: the account began anew without its keys, perhaps by
  // somebody else's hand. Those keys still count, and whoever holds them can say so.
  if (!signedIn.ok && signedIn.code === 'sign_in_failed' && opened !== undefined) {
    signedIn = await signIn(core, record.email, password, 'former');
  }
  if (signedIn.ok) {
    if (signedIn.value.done) return ok({ ...signedIn.value, online: true, resumed: false });
    return ok({ ...signedIn.value, places: known && (await readDeviceWord(known)) });
  }
  // Without the server nobody can tell a new password from a wrong one.
  const wasTried = record.unlock !== undefined && opened === undefined;
  if (wasTried && signedIn.code === 'server_unreachable') return refuse('sign_in_failed');
  return signedIn;
}
