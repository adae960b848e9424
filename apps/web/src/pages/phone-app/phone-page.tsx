import type { ApprovalRequest } from '@postern/client';
import { buttonClass, EmptyState, LogoMark, Notice, Page, Section, sayWhen, useText } from '@postern/ui';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronRight, ScanLine } from 'lucide-react';
import { useEffect } from 'react';
import { useApprover, usePhone } from '../../phone/approver-context.tsx';
import { describeClient } from './describe-client.ts';
import { InApp } from './in-app.tsx';
import { PairedAccounts } from './paired-accounts.tsx';
import { PushSection } from './push-section.tsx';

/** The phone: who asks, which accounts it holds a key of, and whether it is woken. */
export function PhonePage() {
  return <InApp>{() => <Phone />}</InApp>;
}

function Phone() {
  const text = useText();
  const words = text.phoneApp;
  const approver = useApprover();
  const { pairings, requests, online } = usePhone();
  const navigate = useNavigate();
  const { asked } = useSearch({ strict: false });
  const [newest] = requests;
  useEffect(() => {
    // What does not answer is shown as offline.
    void approver.refresh();
  }, [approver]);
  useEffect(() => {
    if (asked !== true || newest === undefined) return;
    void navigate({ to: '/phone/requests/$request', params: { request: newest.id }, replace: true });
  }, [asked, newest, navigate]);
  const scan = (
    <Link to="/phone/scan" className={buttonClass('primary')}>
      <ScanLine size={16} aria-hidden="true" />
      {words.scan}
    </Link>
  );
  if (pairings.length === 0) {
    return (
      <Page title={words.title} lead={words.lead}>
        <EmptyState icon={<LogoMark size={48} />} title={words.emptyTitle} action={scan}>
          {words.emptyLead}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={words.title}>
      {!online && (
        <div className="mb-4">
          <Notice tone="need">{words.offline}</Notice>
        </div>
      )}
      <Section title={words.requests.title} aside={scan}>
        {requests.length === 0 ? (
          <p className="text-ink-2">{words.requests.none}</p>
        ) : (
          <ul className="border-line border-t">
            {requests.map((request) => (
              <RequestRow key={request.id} request={request} />
            ))}
          </ul>
        )}
      </Section>
      <PairedAccounts />
      {pairings.some(({ state }) => state === 'paired') && <PushSection />}
    </Page>
  );
}

function RequestRow({ request }: { readonly request: ApprovalRequest }) {
  const text = useText();
  const words = text.phoneApp.requests;
  return (
    <li className="border-line border-b">
      <Link
        to="/phone/requests/$request"
        params={{ request: request.id }}
        className="-mx-3 flex items-center gap-3 rounded-lg px-3 py-3 transition-colors hover:bg-hover"
      >
        <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-need" />
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{words[request.purpose]}</span>
          <span className="block truncate text-ink-2 text-sm">
            {request.email} · {describeClient(request, text)} · {sayWhen(request.askedAtMs, Date.now(), text)}
          </span>
        </span>
        <span className="sr-only">{words.answer}</span>
        <ChevronRight size={16} aria-hidden="true" className="text-ink-3" />
      </Link>
    </li>
  );
}
