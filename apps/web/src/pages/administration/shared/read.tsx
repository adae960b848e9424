import type { Result } from '@postern/core';
import { SkeletonRows, useText } from '@postern/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useOpenOrganization } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';

/**
 * What the administration reads, read again with every ledger event this device verifies. What was read before stays
 * in sight meanwhile, so that a table does not blink while others work. Undefined until it is here the first time.
 */
export function useRead<Value>(name: string, read: () => Promise<Result<Value>>): Result<Value> | undefined {
  const { id, ledgerSeq } = useOpenOrganization();
  const { data } = useQuery({
    queryKey: ['administration', id, name, ledgerSeq],
    queryFn: () => read(),
    placeholderData: (before, query) => (query?.queryKey[2] === name ? before : undefined),
    throwOnError: true,
  });
  return data;
}

/** Makes everything the administration has read be read again. */
export function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['administration'] });
}

export interface ReadProps<Value> {
  readonly name: string;
  readonly read: () => Promise<Result<Value>>;
  readonly children: (value: Value) => ReactNode;
}

/** Draws what was read: skeleton while it comes, the refusal when it is refused. */
export function Read<Value>({ name, read, children }: ReadProps<Value>) {
  const text = useText();
  const data = useRead(name, read);
  if (data === undefined) return <SkeletonRows rows={6} label={text.frame.loading} />;
  return data.ok ? children(data.value) : <RefusalNotice refusal={data} />;
}
