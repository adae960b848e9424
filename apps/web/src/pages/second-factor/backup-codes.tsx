import { utf8 } from '@postern/core';
import { Button, CopyButton, SkeletonRows, useText } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { saveFile } from '../organization/save-file.ts';
import { copyForAWhile } from '../vault/clipboard.ts';
import { useStepUp } from './step-up.tsx';

/** Makes ten backup codes and shows them, this once. */
export function MakeBackupCodes({ onDone }: { readonly onDone: () => void }) {
  const text = useText();
  const port = usePort();
  const stepUp = useStepUp();
  const queries = useQueryClient();
  const task = useTask();
  const [codes, setCodes] = useState<readonly string[]>();
  const begun = useRef(false);

  const { run } = task;
  const make = useCallback(async () => {
    const made = await run(() => stepUp(() => port.secondFactor.makeBackupCodes()));
    if (made === undefined) return;
    setCodes(made.value);
    await queries.invalidateQueries({ queryKey: ['second-factors'] });
  }, [run, stepUp, port, queries]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void make();
  }, [make]);

  if (codes !== undefined) return <ShownBackupCodes codes={codes} onDone={onDone} />;
  if (task.refusal === undefined) return <SkeletonRows rows={2} label={text.frame.loading} />;
  return (
    <div className="flex flex-col gap-3">
      <RefusalNotice refusal={task.refusal} />
      <Button className="self-start" onClick={() => void make()}>
        {text.controls.tryAgain}
      </Button>
    </div>
  );
}

function ShownBackupCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}) {
  const text = useText();
  const words = text.secondFactor.backup;
  const { account, server } = useSnapshot();
  const email = account?.email ?? '';
  const about = [
    words.account(email, server?.publicUrl ?? location.origin),
    words.made(new Date().toLocaleDateString(text.locale, { dateStyle: 'long' })),
    words.use,
  ];
  const save = () => {
    const lines = [words.heading, '', ...about, '', ...codes.map((code, at) => `${at + 1}. ${code}`), ''];
    saveFile(words.fileName(email), utf8(lines.join('\r\n')), 'text/plain;charset=utf-8');
  };
  return (
    <section aria-labelledby="backup-codes" className="flex max-w-lg flex-col gap-4">
      <div>
        <h2 id="backup-codes" className="font-semibold">
          {words.shownTitle}
        </h2>
        <p className="mt-1 text-ink-2">{words.shownLead}</p>
      </div>
      <div className="printed-alone">
        <div className="hidden print:block">
          <p className="mb-3 font-semibold text-xl">{words.heading}</p>
          {about.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        <ol
          aria-label={words.list}
          translate="no"
          className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-lg border border-line px-4 py-3 font-mono text-md tracking-wide print:mt-6 print:text-lg"
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" icon={<Download size={14} aria-hidden="true" />} onClick={save}>
          {words.save}
        </Button>
        <Button size="small" icon={<Printer size={14} aria-hidden="true" />} onClick={() => print()}>
          {words.print}
        </Button>
        <CopyButton label={words.copy} onCopy={() => copyForAWhile(codes.join('\n'))} />
      </div>
      <Button kind="primary" className="self-start" onClick={onDone}>
        {words.saved}
      </Button>
    </section>
  );
}
