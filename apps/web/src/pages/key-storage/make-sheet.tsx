import type { DrawnSheet } from '@postern/client';
import { Button, Notice, PasswordField, SkeletonRows, useText, useToast } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { ScanCode } from '../../scan/scan-code.tsx';
import { useTask } from '../../use-task.ts';
import { saveFile } from '../organization/save-file.ts';
import { useStepUp } from '../second-factor/step-up.tsx';

/** Draws a key sheet, has it saved, and lets it count once the person has shown it. Left before that, nothing changes. */
export function MakeSheet({ onDone }: { readonly onDone: () => void }) {
  const text = useText();
  const words = text.keyStorage.sheet;
  const port = usePort();
  const make = useTask();
  const [sheet, setSheet] = useState<DrawnSheet>();
  const [saved, setSaved] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const begun = useRef(false);

  const { run } = make;
  const draw = useCallback(async () => {
    const drawn = await run(port.keyStorage.makeSheet);
    if (drawn !== undefined) setSheet(drawn.value);
  }, [run, port]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void draw();
  }, [draw]);

  if (sheet === undefined) {
    return make.refusal === undefined ? (
      <SkeletonRows rows={2} label={words.making} />
    ) : (
      <div className="flex flex-col items-start gap-3">
        <RefusalNotice refusal={make.refusal} />
        <Button onClick={() => void draw()}>{text.controls.tryAgain}</Button>
      </div>
    );
  }
  if (confirming) return <ConfirmSheet sheet={sheet} onDone={onDone} onBack={() => setConfirming(false)} />;
  return (
    <div className="mt-5 flex flex-col items-start gap-4">
      <h3 className="font-medium">{words.saveTitle}</h3>
      <p className="text-ink-2">{words.saveLead}</p>
      <p>
        <span className="text-ink-2">{words.file}: </span>
        <span className="break-words font-medium">{sheet.fileName}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          kind={saved ? 'secondary' : 'primary'}
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() => {
            saveFile(sheet.fileName, new Uint8Array(sheet.pdf), 'application/pdf');
            setSaved(true);
          }}
        >
          {words.save}
        </Button>
        {saved && (
          <Button kind="primary" onClick={() => setConfirming(true)}>
            {words.saved}
          </Button>
        )}
        <Button kind="quiet" onClick={onDone}>
          {text.controls.cancel}
        </Button>
      </div>
    </div>
  );
}

function ConfirmSheet({
  sheet,
  onDone,
  onBack,
}: {
  readonly sheet: DrawnSheet;
  readonly onDone: () => void;
  readonly onBack: () => void;
}) {
  const text = useText();
  const words = text.keyStorage.sheet;
  const port = usePort();
  const stepUp = useStepUp();
  const queries = useQueryClient();
  const toast = useToast();
  const task = useTask();
  const [password, setPassword] = useState('');
  const isReplacing = sheet.replaces !== undefined;
  const confirm = async (read: string) => {
    const confirmed = await task.run(() =>
      stepUp(() => port.keyStorage.confirmSheet(read, isReplacing ? password : undefined)),
    );
    if (confirmed === undefined) return;
    toast({
      message: isReplacing ? words.doneReplaced(confirmed.value.endedSessions) : words.done,
    });
    onDone();
    await queries.invalidateQueries({ queryKey: ['key-storage'] });
  };
  return (
    <div className="mt-5 flex flex-col gap-4">
      <h3 className="font-medium">{words.confirmTitle}</h3>
      <RefusalNotice refusal={task.refusal} />
      <p className="text-ink-2">{words.confirmLead(sheet.askedGroup)}</p>
      {isReplacing && (
        <>
          <Notice tone="need">{words.replaces}</Notice>
          <div className="max-w-md">
            <PasswordField
              label={text.keyStorage.yourPassword}
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onValueChange={setPassword}
            />
          </div>
        </>
      )}
      <ScanCode
        typed={{ label: words.confirmLabel(sheet.askedGroup), hint: words.confirmHint }}
        busy={task.busy}
        onText={(read) => void confirm(read)}
      />
      <Button kind="quiet" className="self-start" onClick={onBack}>
        {text.controls.back}
      </Button>
    </div>
  );
}
