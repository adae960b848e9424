import { refuse } from '@postern/core';
import { SkeletonRows, useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { useRead } from '../shared/read.tsx';
import { CheckForm } from './check-form.tsx';
import { CheckResult } from './check-result.tsx';
import { type CheckSearch, supposedIn } from './check-search.ts';
import { RecentAttempts } from './recent-attempts.tsx';

/** The question about a person, its answer, and what happened lately to ask about. */
export function CheckPerson({ search }: { readonly search: CheckSearch }) {
  const isAsked = search.attempt !== undefined || supposedIn(search) !== undefined;
  return (
    <>
      {search.attempt === undefined && <CheckForm key={JSON.stringify(search)} search={search} />}
      {isAsked ? <Answer search={search} /> : <RecentAttempts />}
    </>
  );
}

function Answer({ search }: { readonly search: CheckSearch }) {
  const text = useText();
  const { checkAccess } = usePort().administration;
  const { attempt, rules = 'then' } = search;
  const supposed = supposedIn(search);
  const answer = useRead(`check ${JSON.stringify(search)}`, async () => {
    if (attempt !== undefined) return checkAccess.checkAttempt(attempt, rules);
    return supposed === undefined ? refuse('member_not_found') : checkAccess.check(supposed);
  });
  if (answer === undefined) return <SkeletonRows rows={6} label={text.frame.loading} />;
  return answer.ok ? (
    <CheckResult checked={answer.value} search={search} />
  ) : (
    <RefusalNotice refusal={answer} />
  );
}
