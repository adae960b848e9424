import type { VaultAccessView } from '@postern/client';
import type { UiText } from '@postern/ui';

/** The vault's name; a personal vault has none of its own. */
export function accessVaultName({ name, kind }: VaultAccessView, text: UiText): string {
  return kind === 'personal' && name === '' ? text.vaultAccess.personal : name;
}
