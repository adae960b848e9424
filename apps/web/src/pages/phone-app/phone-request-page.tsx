import type { ApprovalRequest } from '@postern/client';
import { buttonClass, Notice, Page, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useApprover, usePhone } from '../../phone/approver-context.tsx';
import { type Answered, AnswerRequest } from './answer-request.tsx';
import { InApp } from './in-app.tsx';
import { forgetScannedCode } from './scanned-code.ts';

/** One device that asks, and the answer to it. A push leads here. */
export function PhoneRequestPage() {
  return <InApp>{() => <RequestById />}</InApp>;
}

function RequestById() {
  const words = useText().phoneApp.request;
  const approver = useApprover();
  const { requests } = usePhone();
  const { request: id } = useParams({ strict: false });
  const [answered, setAnswered] = useState<Answered>();
  const [looked, setLooked] = useState(false);
  const found = requests.find((request) => request.id === id);
  // A refusal stays readable although the request it ended is gone.
  const last = useRef<ApprovalRequest>(undefined);
  if (found !== undefined) last.current = found;
  const shown = found ?? (last.current?.id === id ? last.current : undefined);

  useEffect(() => {
    void approver.refresh().then(() => setLooked(true));
    return forgetScannedCode;
  }, [approver]);

  if (answered !== undefined) return <Done answered={answered} />;
  if (shown === undefined) {
    return looked ? (
      <Page title={words.overTitle} lead={words.over}>
        <Back />
      </Page>
    ) : null;
  }
  return (
    <AnswerRequest request={shown} isOver={found === undefined} onAnswered={setAnswered} back={<Back />} />
  );
}

const titles = {
  approved: 'approvedTitle',
  approvedByDigits: 'approvedTitle',
  denied: 'deniedTitle',
  reported: 'reportedTitle',
} as const;

function Done({ answered }: { readonly answered: Answered }) {
  const words = useText().phoneApp.request;
  const isApproved = answered === 'approved' || answered === 'approvedByDigits';
  return (
    <Page title={words[titles[answered]]}>
      <div className="flex flex-col items-start gap-5">
        <Notice tone={isApproved ? 'in' : 'plain'} urgent>
          {words[answered]}
        </Notice>
        <Back />
      </div>
    </Page>
  );
}

function Back() {
  return (
    <Link to="/phone" className={buttonClass('secondary')}>
      {useText().phoneApp.request.back}
    </Link>
  );
}
