import type { Settings } from '@postern/ledger';
import type { Administered } from './administered.ts';
import type { RulesView, SetBy } from './port.ts';

/** The organization's settings and addresses as they stand; addresses whose time is over are left out. */
export function readRules(
  { state, setBy }: Administered,
  ownAddress: string | undefined,
  nowMs: number,
): RulesView {
  const settingsSet: { -readonly [Name in keyof Settings]?: SetBy } = {};
  for (const [name, { seq }] of Object.entries(state.settingsSetAt)) {
    settingsSet[name as keyof Settings] = setBy(seq);
  }
  return {
    settings: state.settings,
    settingsSet,
    addresses: Object.entries(state.addresses)
      .filter(([, { untilMs }]) => untilMs === null || untilMs > nowMs)
      .map(([range, { label, untilMs, setAt }]) => ({
        range,
        label,
        untilMs: untilMs ?? undefined,
        set: setBy(setAt.seq),
      })),
    ownAddress,
  };
}
