import { type AccessLogTables, accessLogMigrations } from './access-log/tables.ts';
import {
  type AccountTables,
  accountDoorMigrations,
  accountFactorMigrations,
  accountGenerationMigrations,
  accountKeyMethodMigrations,
  accountMigrations,
  accountRefusedGenerationMigrations,
  accountReplacedKeysMigrations,
  accountResetProofMigrations,
} from './account/tables.ts';
import {
  type OrganizationTables,
  organizationMigrations,
  organizationRuleMailMigrations,
  organizationStorageMigrations,
  organizationTeamMigrations,
} from './organization/tables.ts';
import { type PhoneTables, phoneMigrations, phonePairingMigrations } from './phone/tables.ts';
import type { Migration } from './platform/db/migrations.ts';
import { type PlatformTables, platformMigrations } from './platform/tables.ts';
import { type RecoveryTables, recoveryMigrations, recoveryProofMigrations } from './recovery/tables.ts';
import { type RequestTables, requestMigrations, requestRelinkMigrations } from './requests/tables.ts';
import { type SecondFactorTables, secondFactorMigrations } from './second-factor/tables.ts';
import { type VaultTables, vaultMigrations, vaultStorageMigrations } from './vault/tables.ts';

/**
 * Every table of the server and how they came to be. A context keeps its own in `<context>/tables.ts` and adds one
 * line to each of the two lists. Released migrations keep their place: new ones go to the end, whosever they are.
 */
export type Schema = PlatformTables &
  AccountTables &
  OrganizationTables &
  VaultTables &
  SecondFactorTables &
  AccessLogTables &
  RequestTables &
  RecoveryTables &
  PhoneTables;

export const migrations: readonly Migration[] = [
  ...platformMigrations,
  ...accountMigrations,
  ...organizationMigrations,
  ...vaultMigrations,
  ...accountFactorMigrations,
  ...secondFactorMigrations,
  ...organizationTeamMigrations,
  ...accountDoorMigrations,
  ...accessLogMigrations,
  ...organizationStorageMigrations,
  ...vaultStorageMigrations,
  ...requestMigrations,
  ...accountGenerationMigrations,
  ...recoveryMigrations,
  ...accountKeyMethodMigrations,
  ...requestRelinkMigrations,
  ...phoneMigrations,
  ...organizationRuleMailMigrations,
  ...accountResetProofMigrations,
  ...accountRefusedGenerationMigrations,
  ...phonePairingMigrations,
  ...recoveryProofMigrations,
  ...accountReplacedKeysMigrations,
];
