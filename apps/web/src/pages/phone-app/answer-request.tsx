import type { ApprovalRequest } from '@postern/client';
import { Button, Notice, Page, sayExactly, sayWhen, useText } from '@postern/ui';
import { type ReactNode, useState } from 'react';
import { useApprover } from '../../phone/approver-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { ScanCode } from '../../scan/scan-code.tsx';
import { useTask } from '../../use-task.ts';
import { describeClient } from './describe-client.ts';
import { scannedCodeOf } from './scanned-code.ts';
import { TypeDigits } from './type-digits.tsx';

export type Answered = 'approved' | 'approvedByDigits' | 'denied' | 'reported';

/** Who asks, from where and since when; then approve by scan or by six digits, or deny. */
export function AnswerRequest({
  request,
  isOver,
  onAnswered,
  back,
}: {
  readonly request: ApprovalRequest;
  /** It ended while it was looked at; what it was refused with stays readable. */
  readonly isOver: boolean;
  readonly onAnswered: (answered: Answered) => void;
  readonly back: ReactNode;
}) {
  const words = useText().phoneApp.request;
  const approver = useApprover();
  const task = useTask();
  const [byDigits, setByDigits] = useState(request.state !== 'open');
  const [byText, setByText] = useState(false);
  const scanned = scannedCodeOf(request.id);

  const approve = async (text: string) => {
    if ((await task.run(() => approver.approveByCode(text))) !== undefined) onAnswered('approved');
  };
  const deny = async (report: boolean) => {
    if ((await task.run(() => approver.deny(request.id, report))) === undefined) return;
    onAnswered(report ? 'reported' : 'denied');
  };
  const toDigits = async () => {
    if ((await task.run(() => approver.beginDigits(request.id))) !== undefined) setByDigits(true);
  };

  if (isOver && !task.busy) {
    return (
      <Page title={words.overTitle} lead={task.refusal === undefined ? words.over : undefined}>
        <div className="flex flex-col items-start gap-4">
          <RefusalNotice refusal={task.refusal} />
          {back}
        </div>
      </Page>
    );
  }
  return (
    <Page title={words.title} lead={words.lead}>
      <div className="flex flex-col gap-6">
        {request.purpose === 'reset' && <Notice tone="need">{words.reset}</Notice>}
        <RequestFacts request={request} />
        <RefusalNotice refusal={task.refusal} />
        {byDigits ? (
          <div className="flex flex-col gap-3">
            <TypeDigits
              isReady={request.state === 'digits'}
              busy={task.busy}
              onDigits={async (digits) => {
                const done = await task.run(() => approver.approveByDigits(request.id, digits));
                if (done !== undefined) onAnswered('approvedByDigits');
              }}
            />
            {/* Until the other device shows digits, it shows its code. */}
            {request.state !== 'digits' && (
              <Button kind="quiet" className="self-start" onClick={() => setByDigits(false)}>
                {words.toCamera}
              </Button>
            )}
          </div>
        ) : scanned === undefined ? (
          <section className="flex flex-col gap-3">
            <h2 className="font-semibold">{words.scanTitle}</h2>
            <p className="text-ink-2">{words.scanLead}</p>
            <ScanCode
              isMain
              onScreen
              busy={task.busy}
              onText={(text) => void approve(text)}
              {...(byText ? { typed: { label: words.codeText, hint: words.codeTextHint } } : {})}
            />
            <div className="flex flex-wrap gap-2">
              <Button busy={task.busy} onClick={() => void toDigits()}>
                {words.noCamera}
              </Button>
              {!byText && (
                <Button kind="quiet" onClick={() => setByText(true)}>
                  {words.pasteCode}
                </Button>
              )}
            </div>
          </section>
        ) : (
          <section className="flex flex-col items-start gap-3">
            <p role="status">{words.scanned}</p>
            <Button kind="primary" busy={task.busy} onClick={() => void approve(scanned)}>
              {words.approve}
            </Button>
          </section>
        )}
        <section className="flex flex-col gap-3 border-line border-t pt-5">
          <div className="flex flex-wrap gap-2">
            <Button busy={task.busy} onClick={() => void deny(false)}>
              {words.deny}
            </Button>
            <Button busy={task.busy} onClick={() => void deny(true)}>
              {words.report}
            </Button>
          </div>
          <p className="text-ink-2 text-sm">{words.reportHint}</p>
        </section>
      </div>
    </Page>
  );
}

function RequestFacts({ request }: { readonly request: ApprovalRequest }) {
  const text = useText();
  const words = text.phoneApp.request;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [words.account, request.email],
    [words.client, `${describeClient(request, text)}, ${words.version(request.clientVersion)}`],
    [
      words.address,
      <span key="address" className="font-mono">
        {request.address}
      </span>,
    ],
    [
      words.asked,
      <time key="asked" title={sayExactly(request.askedAtMs, text)}>
        {sayWhen(request.askedAtMs, Date.now(), text)}
      </time>,
    ],
    [
      words.ends,
      new Date(request.expiresAtMs).toLocaleTimeString(text.locale, { hour: '2-digit', minute: '2-digit' }),
    ],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-2">{name}</dt>
          <dd className="min-w-0 break-words font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
