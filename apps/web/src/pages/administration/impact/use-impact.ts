import type { ImpactView, ProposedChange } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';

/** What is known of a change that is not made yet. */
export type Foreseen =
  | { readonly state: 'none' }
  /** `before`: what the value before this one would do. `isSlow` once it took half a second. */
  | { readonly state: 'looking'; readonly before: ImpactView | undefined; readonly isSlow: boolean }
  | { readonly state: 'here'; readonly impact: ImpactView }
  | { readonly state: 'refused'; readonly refusal: Refusal };

const settleMs = 200;
const slowMs = 500;

/** Whom a change would touch, looked up by itself while it is being put together. Nothing for `undefined`. */
export function useImpact(change: ProposedChange | undefined): Foreseen {
  const port = usePort();
  const { id, ledgerSeq } = useOpenOrganization();
  const wanted = change === undefined ? undefined : JSON.stringify(change);
  const settled = useSettled(wanted);
  const { data } = useQuery({
    queryKey: ['impact', id, ledgerSeq, settled],
    queryFn: async () => ({
      of: settled,
      answer: await port.impact.preview(JSON.parse(settled ?? '') as ProposedChange),
    }),
    enabled: settled !== undefined,
    placeholderData: (before) => before,
    staleTime: 10_000,
    gcTime: 0,
    throwOnError: true,
  });
  const answer = wanted !== undefined && data?.of === wanted ? data.answer : undefined;
  const isSlow = useSlow(wanted !== undefined && answer === undefined);
  if (wanted === undefined) return { state: 'none' };
  if (answer !== undefined) {
    return answer.ok ? { state: 'here', impact: answer.value } : { state: 'refused', refusal: answer };
  }
  return { state: 'looking', before: data?.answer.ok ? data.answer.value : undefined, isSlow };
}

/** A value once it stays as it is; gone at once. */
function useSettled(value: string | undefined): string | undefined {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === undefined ? 0 : settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return value === undefined ? undefined : settled;
}

function useSlow(isRunning: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    const timer = isRunning ? setTimeout(() => setSlow(true), slowMs) : undefined;
    return () => clearTimeout(timer);
  }, [isRunning]);
  return isSlow;
}
