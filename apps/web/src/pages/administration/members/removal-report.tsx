import type { LeaverReport } from '@postern/client';
import type { Refusal } from '@postern/core';
import { Button, IconButton, useText } from '@postern/ui';
import { Download, X } from 'lucide-react';
import { useOpenOrganization } from '../../../port-context.tsx';
import { RefusalSentence } from '../../../refusal-text.tsx';
import { saveFile } from '../../organization/save-file.ts';
import { leaverCsv } from './leaver-csv.ts';
import { LeaverList } from './leaver-list.tsx';

export interface Removal {
  readonly count: number;
  readonly reports: readonly LeaverReport[];
  readonly refused: readonly { readonly name: string; readonly refusal: Refusal }[];
}

/** After a removal: who is gone, who could not be removed and why, and which passwords to change. */
export function RemovalReport({
  removal,
  onDismiss,
}: {
  readonly removal: Removal;
  readonly onDismiss?: () => void;
}) {
  const text = useText();
  const { name } = useOpenOrganization();
  const { count, reports, refused } = removal;
  const hasEntries = reports.some(({ entries }) => entries.length > 0);
  const save = () => {
    const csv = leaverCsv(reports, [
      text.members.address,
      text.removal.vault,
      text.removal.entry,
      text.removal.user,
    ]);
    saveFile(text.removal.fileName(name), new TextEncoder().encode(csv), 'text/csv');
  };
  return (
    <section aria-label={text.removal.report} className="mb-6 rounded-xl border border-line bg-surface p-4">
      <div role="status" className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 font-semibold">
          {text.members.removed(count)}{' '}
          {refused.length > 0 && <span className="text-need">{text.outcome.refused(refused.length)}.</span>}
        </p>
        {hasEntries && (
          <Button size="small" icon={<Download size={14} aria-hidden="true" />} onClick={save}>
            {text.removal.saveList}
          </Button>
        )}
        {onDismiss !== undefined && (
          <IconButton size="small" label={text.outcome.dismiss} onClick={onDismiss}>
            <X size={14} />
          </IconButton>
        )}
      </div>
      {refused.length > 0 && (
        <ul className="mt-2 text-sm">
          {refused.map(({ name: who, refusal }) => (
            <li key={who} className="break-words">
              <span className="font-medium">{who}</span>: <RefusalSentence refusal={refusal} />
            </li>
          ))}
        </ul>
      )}
      {reports.length > 0 && (
        <>
          <h2 className="mt-3 font-semibold text-sm">{text.removal.seen}</h2>
          <p className="mb-2 text-ink-2 text-sm">
            {text.removal.seenLead} {hasEntries && text.removal.savedHint}
          </p>
          <div className="flex flex-col gap-3">
            {reports.map((report) => (
              <div key={report.member} className="flex flex-col gap-1">
                <h3 className="break-all font-medium text-sm">{report.email}</h3>
                <LeaverList report={report} />
              </div>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
