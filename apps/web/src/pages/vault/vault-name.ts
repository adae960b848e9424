import type { VaultFacts } from '@postern/client';
import type { UiText } from '@postern/ui';

/** What a vault is called on screen: the personal one bears no name of its own. */
export function vaultName(vault: Pick<VaultFacts, 'kind' | 'name'>, text: UiText): string {
  return vault.kind === 'personal' ? text.vault.personal : vault.name;
}
