import type { LimitableClient } from './rights.ts';

/** What counts as a second factor, from nothing to only what cannot be phished. */
export const secondFactorLevels = ['none', 'any', 'no_mail', 'phishing_resistant'] as const;
export type SecondFactorLevel = (typeof secondFactorLevels)[number];

type Row<Type extends string, Value> = {
  readonly type: Type;
  readonly default: Value;
  readonly sentence: string;
};

/**
 * Every setting of an organization: its default, its bounds and the sentence an administrator reads. The event schema,
 * the reducer and the settings page are all built from this table. The addresses themselves are a list of their own
 * (`addresses_set`), since they change one by one.
 */
export const settingsTable = {
  sessionAgeMinutes: {
    type: 'integer',
    default: 10_080,
    // Shorter than 15 minutes, an owner could be locked out faster than a setting can be changed back.
    min: 15,
    max: 525_600,
    sentence: 'How long a person stays signed in before the password is asked again, in minutes.',
  },
  secondFactor: {
    type: 'choice',
    default: 'none',
    choices: secondFactorLevels,
    sentence:
      'Which second factor members need: none, any, any but a mailed code, or one that cannot be phished.',
  },
  secondFactorFromMs: {
    type: 'moment',
    default: null,
    sentence: 'From when the second factor is required.',
  },
  secondFactorGraceDays: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 90,
    sentence:
      'How many days a member has to set up the second factor, counted from that date or from joining.',
  },
  addressListOn: {
    type: 'switch',
    default: false,
    sentence: 'Whether members may come from the listed network addresses only.',
  },
  clientsOff: {
    type: 'clients',
    default: [],
    sentence: 'Clients that are off unless a member is allowed them. The web client is never off.',
  },
  minimumClientVersion: {
    type: 'version',
    default: null,
    sentence: 'The oldest client version that the organization accepts.',
  },
  personalVaults: {
    type: 'switch',
    default: true,
    sentence: 'Whether a member may have a personal vault. Those that exist stay.',
  },
  accessLogDays: {
    type: 'integer',
    default: 90,
    min: 30,
    max: 730,
    sentence: "How many days the organization's access log is kept.",
  },
} as const satisfies {
  readonly [name: string]:
    | (Row<'integer', number> & { readonly min: number; readonly max: number })
    | (Row<'choice', SecondFactorLevel> & { readonly choices: readonly string[] })
    | Row<'moment', number | null>
    | Row<'switch', boolean>
    | Row<'clients', readonly LimitableClient[]>
    | Row<'version', string | null>;
};

/** What a setting of each type holds. */
type SettingValues = {
  readonly integer: number;
  readonly choice: SecondFactorLevel;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly moment: number | null;
  readonly switch: boolean;
  readonly clients: readonly LimitableClient[];
  /** Like `1.2.3`. */
  readonly version: string | null;
};

export type SettingName = keyof typeof settingsTable;
export type Settings = {
  readonly [Name in SettingName]: SettingValues[(typeof settingsTable)[Name]['type']];
};

export const settingNames = Object.keys(settingsTable) as readonly SettingName[];

export const defaultSettings = Object.fromEntries(
  settingNames.map((name) => [name, settingsTable[name].default]),
) as unknown as Settings;
