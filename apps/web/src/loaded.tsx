import type { Result } from '@postern/core';
import { SkeletonRows, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RefusalNotice } from './refusal-text.tsx';

export interface LoadedProps<Value> {
  /** Names what is loaded; the same name is loaded once, and again when the name changes. */
  readonly of: readonly unknown[];
  readonly load: () => Promise<Result<Value>>;
  readonly children: (value: Value) => ReactNode;
}

/** Draws what was loaded: skeleton while it comes, the refusal when it is refused; faults go to the error boundary. */
export function Loaded<Value>({ of, load, children }: LoadedProps<Value>) {
  const text = useText();
  const { data } = useQuery({ queryKey: of, queryFn: () => load(), throwOnError: true });
  if (data === undefined) return <SkeletonRows rows={4} label={text.frame.loading} />;
  return data.ok ? children(data.value) : <RefusalNotice refusal={data} />;
}
