import type { AskedFor } from '@postern/contract';
import type { VaultId } from '@postern/core';

/** What a request is about, in the one spelling by which requests are told apart; empty for the organization itself. */
export function aboutText(about: AskedFor | undefined): string {
  if (about === undefined) return '';
  if (about.kind === 'permission') return `permission ${about.permission}`;
  return about.right === undefined ? `vault ${about.vault}` : `vault ${about.vault} ${about.right}`;
}

/** The other way round; undefined for the organization itself. */
export function parseAbout(text: string): AskedFor | undefined {
  const [kind, of, right] = text.split(' ');
  if (kind === 'permission' && of !== undefined) return { kind, permission: of };
  if (kind !== 'vault' || of === undefined) return undefined;
  return { kind, vault: of as VaultId, ...(right === undefined ? {} : { right }) };
}
