import { isAlarmCode } from '@postern/access';
import { noteKitConfirmed, readRecoveryKey, takeBackAbandonment } from '@postern/contract';
import { type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { formerMakerOfKit, staleKeys } from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { readAdministered, readyToAppend } from '../administration/administered.ts';
import type { ClientCore } from '../client-core.ts';
import { kitFileName } from '../organization/kit-pdf.ts';
import { renewKeys } from '../organization/renew-keys.ts';
import { checkRecoveryCode } from './check-recovery-code.ts';
import { parseGivenKit } from './kit-text.ts';
import type { RecoveryKeyPort } from './port.ts';

/** A kit is asked for again after half a year: what nobody has looked for in that time may be lost. */
const confirmedForMs = 182 * 24 * 3600_000;

/** The recovery key of the entered organization, over the ledger that this device verified. */
export function createRecoveryKeyPort(core: ClientCore): RecoveryKeyPort {
  /** Put off as long as these keys are open: signing in or unlocking asks again. */
  const putOff = new WeakMap<OpenAccount, Set<OrganizationId>>();

  const confirm = async (text: string): Promise<Result<undefined>> => {
    const read = await readAdministered(core);
    if (!read.ok) return read;
    const { state, events } = read.value;
    const given = parseGivenKit(text);
    if (!given.ok) return given;
    const { code, madeFor } = given.value;
    const { organization } = state;
    if (madeFor !== undefined && madeFor.organization !== organization) {
      return refuse('recovery_kit_of_other');
    }
    const kits = events.flatMap(({ at, body, type }) =>
      type === 'recovery_rotate'
        ? [{ version: body.version, signingKeyB64: body.signingKey, madeAtMs: at }]
        : [],
    );
    const keys = await checkRecoveryCode({ state, kits }, code);
    if (!keys.ok) return keys;
    const body = { version: code.version };
    const noted = await core.api.call(noteKitConfirmed, { params: { organization }, body });
    return noted.ok ? ok() : noted;
  };

  return {
    read: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { state, self } = read.value;
      const account = core.account();
      if (!account.ok) return account;
      const { organization, address, name, recovery } = state;
      if (recovery === null) return refuse('setup_required');
      const told = await core.api.call(readRecoveryKey, { params: { organization } });
      if (!told.ok) return told;
      const { version, sinceMs: madeAtMs } = recovery;
      // The server's word counts only for later than the ledger says, and a clock that is ahead for no longer than now.
      const nowMs = core.clock.nowMs();
      const confirmedAtMs = Math.max(madeAtMs, Math.min(told.value.confirmedAtMs ?? 0, nowMs));
      const isOwner = state.owner === self;
      const madeBy = formerMakerOfKit(state)?.email;
      const isPutOff = putOff.get(account.value)?.has(organization) === true;
      return ok({
        version,
        madeAtMs,
        confirmedAtMs,
        ...(madeBy === undefined ? {} : { madeBy }),
        due: isOwner && !isPutOff && (madeBy !== undefined || nowMs - confirmedAtMs > confirmedForMs),
        fileName: kitFileName({ organization: name, address, version }),
        organizationId: organization,
        vaults: { all: Object.keys(state.vaults).length, stale: staleKeys(state).vaults.length },
        isOwner,
        abandonment: told.value.abandonment ?? undefined,
      });
    },
    confirm,
    putOff: async () => {
      const account = core.account();
      const organization = core.entered?.organization;
      if (!account.ok || organization === undefined) return;
      const known = putOff.get(account.value) ?? new Set();
      putOff.set(account.value, known.add(organization));
    },
    renew: async () => {
      const by = readyToAppend(core);
      const { entered } = core;
      if (!by.ok || entered === undefined) return by.ok ? refuse('locked') : by;
      const renewed = await renewKeys(by.value, 'everything', entered.keepKeys);
      if (!renewed.ok && isAlarmCode(renewed.code)) core.raise(renewed);
      core.show();
      return renewed.ok ? ok() : renewed;
    },
    keepOrganization: async () => {
      const organization = core.entered?.organization;
      if (organization === undefined) return refuse('locked');
      const kept = await core.api.call(takeBackAbandonment, { params: { organization } });
      return kept.ok ? ok() : kept;
    },
  };
}
