import type { LeaverReport } from '@postern/client';
import { writeCsv } from '../shared/csv.ts';

/** The reports as lines of a CSV: whose, vault, entry, user name. No passwords are in them. */
export function leaverCsv(reports: readonly LeaverReport[], header: readonly string[]): string {
  const lines = reports.flatMap(({ email, vaults, entries }) =>
    entries.map(({ vault, title, user }) => [
      email,
      vaults.find((one) => one.vault === vault)?.name ?? '',
      title,
      user,
    ]),
  );
  return writeCsv([header, ...lines]);
}
