import type { EntryRef, OpenedEntry } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useEffect, useState } from 'react';
import { useOpenOrganization, usePort } from '../../port-context.tsx';
import { entryKey } from './vault-search.ts';

export type Opening =
  | { readonly state: 'none' }
  | { readonly state: 'opening' }
  | { readonly state: 'refused'; readonly refusal: Refusal }
  | { readonly state: 'open'; readonly entry: OpenedEntry };

/**
 * The entry with its body, opened anew when the vault changes. Its secrets live in this component only and go with it:
 * not in the query cache, not in the address bar.
 */
export function useOpenedEntry(ref: EntryRef | undefined): Opening {
  const port = usePort();
  const { revision } = useOpenOrganization();
  const key = ref === undefined ? undefined : entryKey(ref);
  const [held, setHeld] = useState<{ readonly key: string; readonly opening: Opening }>();
  const [fault, setFault] = useState<{ readonly error: unknown }>();
  if (fault !== undefined) throw fault.error;

  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for ref; a new revision means: open it again
  useEffect(() => {
    if (ref === undefined || key === undefined) {
      setHeld(undefined);
      return;
    }
    let current = true;
    port.vault.openEntry(ref).then(
      (result) => {
        if (!current) return;
        const opening: Opening = result.ok
          ? { state: 'open', entry: result.value }
          : { state: 'refused', refusal: result };
        setHeld({ key, opening });
      },
      (error: unknown) => current && setFault({ error }),
    );
    return () => {
      current = false;
    };
  }, [port, key, revision]);

  if (key === undefined) return { state: 'none' };
  return held?.key === key ? held.opening : { state: 'opening' };
}
