import type { RecoveryKit } from '@postern/client';
import { Button, Notice, Page, Path, type PathStep, TextField, useText } from '@postern/ui';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { saveFile } from './save-file.ts';

type Stage = 'make' | 'save' | 'confirm';

/** The owner makes the recovery kit, saves it and types a part of its code back. A kit not confirmed is simply remade. */
export function SetupPage() {
  const text = useText();
  const port = usePort();
  const navigate = useNavigate();
  const { organization: address } = useParams({ from: '/$organization' });
  const make = useTask();
  const confirm = useTask();
  const [kit, setKit] = useState<RecoveryKit>();
  const [saved, setSaved] = useState(false);
  const [has, setHas] = useState(false);
  const [typed, setTyped] = useState('');
  const stage: Stage = kit === undefined ? 'make' : has ? 'confirm' : 'save';

  const makeKit = async () => {
    const made = await make.run(() => port.organization.makeKit(address));
    if (made === undefined) return;
    setKit(made.value);
    setSaved(false);
    setHas(false);
    setTyped('');
  };
  const finish = async () => {
    if ((await confirm.run(() => port.organization.confirmKit(address, typed))) === undefined) return;
    await port.organization.enter(address);
    await navigate({ to: '/$organization', params: { organization: address }, replace: true });
  };

  const done = { make: 0, save: 1, confirm: 2 }[stage];
  const steps: PathStep[] = Object.values(text.setup.steps).map((label, index) => ({
    key: label,
    label,
    state: index < done ? 'open' : 'dim',
  }));
  const head = { make: text.setup.stepMake, save: text.setup.stepSave, confirm: text.setup.stepConfirm }[
    stage
  ];

  return (
    <Page title={text.setup.title} lead={text.setup.lead}>
      <div className="-ml-3 mb-8">
        <Path steps={steps} />
      </div>
      <section
        className="flex max-w-lg flex-col gap-4 border-line border-t pt-6"
        aria-labelledby="setup-stage"
      >
        <h2 id="setup-stage" className="font-semibold text-lg">
          {head}
        </h2>
        <RefusalNotice refusal={make.refusal ?? confirm.refusal} />
        {kit === undefined ? (
          <>
            <p className="text-ink-2">{text.setup.makeLead}</p>
            <Button kind="primary" className="self-start" busy={make.busy} onClick={() => void makeKit()}>
              {make.busy ? text.setup.making : text.setup.make}
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
                <Button kind="primary" onClick={() => setHas(true)}>
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
              <Button onClick={() => setHas(false)}>{text.controls.back}</Button>
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
    </Page>
  );
}
