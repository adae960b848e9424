import { isVersion, type MemberId, refuse } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import { clientList, ipRange, isName, maxNameLength, nameText, timeMs } from '../event-shape.ts';
import {
  type SettingName,
  type Settings,
  secondFactorLevels,
  settingNames,
  settingsTable,
} from '../settings-table.ts';
import type { ListedAddress } from '../state.ts';
import { needPermission, signingMember } from './permission.ts';

/** The form of each setting; bounds of integers are the reducer's, so that they get a sentence. */
const forms = {
  integer: z.int(),
  choice: z.enum(secondFactorLevels),
  moment: timeMs.nullable(),
  switch: z.boolean(),
  clients: clientList,
  version: z.string().max(32).refine(isVersion, 'expected a version like 1.2.3').nullable(),
};
type Forms = { [Name in SettingName]: (typeof forms)[(typeof settingsTable)[Name]['type']] };
const settingForms = Object.fromEntries(
  settingNames.map((name) => [name, forms[settingsTable[name].type]]),
) as Forms;

/** Any of the table's rows, each once. */
const settingsShape = z.custom<Partial<Settings>>(
  (value) => isRecord(value) && Object.entries(value).every(([name, one]) => isSetting(name, one)),
  'expected settings of the table',
);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSetting(name: string, value: unknown): boolean {
  return Object.hasOwn(settingForms, name) && settingForms[name as SettingName].safeParse(value).success;
}

/** Enough for every office and a list of single addresses, few enough to be judged on every request. */
export const maxAddresses = 1000;
const listedAddress = z.strictObject({
  label: nameText,
  range: ipRange,
  untilMs: timeMs.nullable(),
});
const addressesSet = z.strictObject({
  add: z.array(listedAddress).max(maxAddresses),
  remove: z.array(ipRange).max(maxAddresses),
});

export const settingsEvents = {
  settings_set: implemented(z.strictObject({ set: settingsShape }), applySettings),

  /** Adds, changes and takes addresses of the list, one by one. */
  addresses_set: implemented(addressesSet, applyAddresses),

  organization_rename: implemented(z.strictObject({ name: nameText }), (draft, event) => {
    const refused = needPermission(draft.state, event, 'settings.manage');
    if (refused) return refused;
    if (!isName(event.body.name)) {
      return refuse('name_invalid', { field: '/name', params: { max: maxNameLength } });
    }
    draft.set({ name: event.body.name });
    return undefined;
  }),
};

function applySettings(
  draft: Draft,
  event: Incoming<{ readonly set: Partial<Settings> }>,
): LedgerRefusal | undefined {
  const refused = needPermission(draft.state, event, 'settings.manage');
  if (refused) return refused;
  const by = signingMember(event) as MemberId;
  const { set } = event.body;
  const changed = settingNames.filter((name) => set[name] !== undefined);
  if (changed.length === 0) return refuse('settings_empty', { field: '/set' });
  for (const name of changed) {
    const row = settingsTable[name];
    if (row.type !== 'integer') continue;
    const value = set[name] as number;
    if (value < row.min || value > row.max) {
      const { min, max } = row;
      return refuse('setting_out_of_bounds', { field: `/set/${name}`, params: { min, max } });
    }
  }
  const { state } = draft;
  // Required from now on, where no other date is set: the grace period needs a beginning.
  const starts = state.settings.secondFactor === 'none' && set.secondFactor !== undefined;
  const from = starts && set.secondFactor !== 'none' ? { secondFactorFromMs: event.at } : {};
  draft.set({
    settings: { ...state.settings, ...from, ...set },
    settingsSetAt: {
      ...state.settingsSetAt,
      ...Object.fromEntries(changed.map((name) => [name, { seq: event.seq, by }])),
    },
  });
  return undefined;
}

function applyAddresses(
  draft: Draft,
  event: Incoming<z.infer<typeof addressesSet>>,
): LedgerRefusal | undefined {
  const refused = needPermission(draft.state, event, 'settings.manage');
  if (refused) return refused;
  const by = signingMember(event) as MemberId;
  const { add, remove } = event.body;
  if (add.length + remove.length === 0) return refuse('settings_empty', { field: '/add' });
  // What is over is not carried along.
  const addresses: Record<string, ListedAddress> = Object.fromEntries(
    Object.entries(draft.state.addresses).filter(([, one]) => one.untilMs === null || one.untilMs > event.at),
  );
  for (const [at, range] of remove.entries()) {
    // One that ran out meanwhile is as good as taken.
    if (!Object.hasOwn(draft.state.addresses, range)) {
      return refuse('address_not_listed', { field: `/remove/${at}` });
    }
    delete addresses[range];
  }
  for (const [at, { label, range, untilMs }] of add.entries()) {
    if (label !== '' && !isName(label)) {
      return refuse('name_invalid', { field: `/add/${at}/label`, params: { max: maxNameLength } });
    }
    if (untilMs !== null && untilMs <= event.at) return refuse('date_wrong', { field: `/add/${at}/untilMs` });
    addresses[range] = { label, untilMs, setAt: { seq: event.seq, by } };
  }
  if (Object.keys(addresses).length > maxAddresses) {
    return refuse('addresses_full', { field: '/add', params: { max: maxAddresses } });
  }
  draft.set({ addresses });
  return undefined;
}
