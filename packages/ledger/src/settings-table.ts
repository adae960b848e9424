/**
 * Every setting of an organization: its default, its bounds and the sentence an administrator reads. The event schema,
 * the reducer and the settings page are all built from this table.
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
} as const;

export type SettingName = keyof typeof settingsTable;
export type Settings = { readonly [Name in SettingName]: number };

export const settingNames = Object.keys(settingsTable) as readonly SettingName[];

export const defaultSettings: Settings = { sessionAgeMinutes: settingsTable.sessionAgeMinutes.default };
