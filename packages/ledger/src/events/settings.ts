import { type MemberId, refuse } from '@postern/core';
import { z } from 'zod';
import { implemented } from '../event-definition.ts';
import { isName, maxNameLength, nameText } from '../event-shape.ts';
import { settingNames, settingsTable } from '../settings-table.ts';
import { needPermission, signingMember } from './permission.ts';

/** One optional integer for each row of the settings table; bounds are the reducer's, so that they get a sentence. */
const settingsShape = z.strictObject({ sessionAgeMinutes: z.int().exactOptional() });

export const settingsEvents = {
  settings_set: implemented(z.strictObject({ set: settingsShape }), (draft, event) => {
    const refused = needPermission(draft.state, event, 'settings.manage');
    if (refused) return refused;
    const by = signingMember(event) as MemberId;
    const changed = settingNames.filter((name) => event.body.set[name] !== undefined);
    if (changed.length === 0) return refuse('settings_empty', { field: '/set' });
    const settings = { ...draft.state.settings };
    const settingsSetAt = { ...draft.state.settingsSetAt };
    for (const name of changed) {
      const { min, max } = settingsTable[name];
      const value = event.body.set[name];
      if (value === undefined || value < min || value > max) {
        return refuse('setting_out_of_bounds', { field: `/set/${name}`, params: { min, max } });
      }
      settings[name] = value;
      settingsSetAt[name] = { seq: event.seq, by };
    }
    draft.set({ settings, settingsSetAt });
    return undefined;
  }),

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
