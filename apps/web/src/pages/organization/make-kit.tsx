import type { RecoveryKit } from '@postern/client';
import { Button, classNames, Notice, TextField, useText } from '@postern/ui';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { saveFile } from './save-file.ts';

export type KitStage = 'make' | 'save' | 'confirm';

export interface MakeKitProps {
  readonly address: string;
  readonly makeLead: string;
  readonly makeLabel: string;
  /** The page around it has a title for it already. */
  readonly isPart?: boolean;
  /** Something else is what the page is for, as long as none is being made. */
  readonly isAside?: boolean;
  readonly stage: KitStage;
  readonly onStage: (stage: KitStage) => void;
  /** The kit counts. */
  readonly onDone: () => Promise<void>;
}

/** Makes a recovery kit, has it saved and a part of its code typed back. A kit that is not confirmed is simply remade. */
export function MakeKit({
  address,
  makeLead,
  makeLabel,
  isPart = false,
  isAside = false,
  stage,
  onStage,
  onDone,
}: MakeKitProps) {
  const text = useText();
  const port = usePort();
  const make = useTask();
  const confirm = useTask();
  const [kit, setKit] = useState<RecoveryKit>();
  const [saved, setSaved] = useState(false);
  const [typed, setTyped] = useState('');

  const makeKit = async () => {
    const made = await make.run(() => port.organization.makeKit(address));
    if (made === undefined) return;
    setKit(made.value);
    setSaved(false);
    setTyped('');
    onStage('save');
  };
  const finish = async () => {
    if ((await confirm.run(() => port.organization.confirmKit(address, typed))) !== undefined) await onDone();
  };
  const head = { make: text.setup.stepMake, save: text.setup.stepSave, confirm: text.setup.stepConfirm }[
    stage
  ];

  return (
    <section
      className={classNames('flex max-w-lg flex-col gap-4', !isPart && 'border-line border-t pt-6')}
      aria-label={head}
    >
      {(!isPart || stage !== 'make') && (
        <h2 className={isPart ? 'font-medium' : 'font-semibold text-lg'}>{head}</h2>
      )}
      <RefusalNotice refusal={make.refusal ?? confirm.refusal} />
      {kit === undefined ? (
        <>
          <p className="text-ink-2">{makeLead}</p>
          <Button
            kind={isAside ? 'secondary' : 'primary'}
            className="self-start"
            busy={make.busy}
            onClick={() => void makeKit()}
          >
            {make.busy ? text.setup.making : makeLabel}
          </Button>
        </>
      ) : stage === 'save' ? (
        <>
          <p className="text-ink-2">{text.setup.saveLead}</p>
          <p>
            <span className="text-ink-2">{text.setup.file}: </span>
            <span className="break-words font-medium">{kit.fileName}</span>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              kind={saved ? 'secondary' : 'primary'}
              icon={<Download size={16} aria-hidden="true" />}
              onClick={() => {
                saveFile(kit.fileName, kit.pdf, 'application/pdf');
                setSaved(true);
              }}
            >
              {text.setup.save}
            </Button>
            {saved && (
              <Button kind="primary" onClick={() => onStage('confirm')}>
                {text.setup.saved}
              </Button>
            )}
          </div>
        </>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void finish();
          }}
        >
          <p className="text-ink-2">{text.setup.confirmLead(kit.askedGroup)}</p>
          <div>
            <TextField
              label={text.setup.confirmLabel(kit.askedGroup)}
              hint={text.setup.confirmHint}
              value={typed}
              onValueChange={setTyped}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              mono
              autoFocus
              required
              className="max-w-52 tracking-widest"
            />
          </div>
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" type="submit" busy={confirm.busy}>
              {text.setup.submit}
            </Button>
            <Button onClick={() => onStage('save')}>{text.controls.back}</Button>
          </div>
        </form>
      )}
      {kit !== undefined && (
        <div className="mt-4">
          <Notice
            action={
              <Button size="small" busy={make.busy} onClick={() => void makeKit()}>
                {text.setup.remake}
              </Button>
            }
          >
            {text.setup.remakeLead}
          </Notice>
        </div>
      )}
    </section>
  );
}
