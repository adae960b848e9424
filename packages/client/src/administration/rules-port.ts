import { readOperatorRules } from '@postern/contract';
import { type IpRange, ok, type Result, refuse } from '@postern/core';
import { isName, maxNameLength } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import { changeLedger, readAdministered } from './administered.ts';
import { parseRanges } from './parse-ranges.ts';
import type { RulesPort } from './port.ts';
import { readRules } from './read-rules.ts';

/** The organization's settings, its address list and its name. */
export function createRulesPort(core: ClientCore): RulesPort {
  const one = async (event: DraftedEvent): Promise<Result<undefined>> => {
    const changed = await changeLedger(core, async () => ok({ events: [event] }));
    return changed.ok ? ok() : changed;
  };
  return {
    read: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      return ok(readRules(read.value, core.snapshots.current().server?.ownAddress, core.clock.nowMs()));
    },
    operator: async () => {
      const { entered } = core;
      if (entered === undefined) return refuse('not_found');
      return core.api.call(readOperatorRules, { params: { organization: entered.organization } });
    },
    set: (set) => one({ type: 'settings_set', body: { set } }),
    allowAddresses: async (entries) => {
      const ranges = parseRanges(entries.map(({ range }) => range));
      if (!ranges.ok) return ranges;
      const add = entries.map(({ label, untilMs }, at) => ({
        label: label.trim().normalize('NFC'),
        range: ranges.value[at] as IpRange,
        untilMs,
      }));
      return one({ type: 'addresses_set', body: { add, remove: [] } });
    },
    forgetAddresses: async (texts) => {
      const ranges = parseRanges(texts);
      if (!ranges.ok) return ranges;
      return one({ type: 'addresses_set', body: { add: [], remove: [...ranges.value] } });
    },
    rename: async (name) =>
      isName(name)
        ? one({ type: 'organization_rename', body: { name } })
        : refuse('name_invalid', { field: '/name', params: { max: maxNameLength } }),
  };
}
