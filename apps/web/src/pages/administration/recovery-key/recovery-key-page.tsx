import type { RecoveryKeyView } from '@postern/client';
import { Button, Notice, ProgressLine, Section, useText } from '@postern/ui';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { useTask } from '../../../use-task.ts';
import { GiveKit } from '../../organization/give-kit.tsx';
import { type KitStage, MakeKit } from '../../organization/make-kit.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { sayDay } from '../shared/days.ts';
import { Read, useReadAgain } from '../shared/read.tsx';

/** Which recovery kit counts, whether it is still at hand, and a new one. */
export function RecoveryKeyPage() {
  const words = useText().recoveryKey;
  const { recoveryKey: port } = usePort().administration;
  return (
    <AdministrationPage title={words.title} lead={words.lead}>
      <div className="max-w-3xl">
        <Read name="recovery-key" read={() => port.read()}>
          {(view) => (
            <>
              <GivenUp view={view} />
              <Kit view={view} />
              <Vaults view={view} />
              {view.isOwner ? (
                <OwnersPart view={view} />
              ) : (
                <p className="border-line border-t py-6 text-ink-2">{words.ownerOnly}</p>
              )}
            </>
          )}
        </Read>
      </div>
    </AdministrationPage>
  );
}

function GivenUp({ view: { abandonment } }: { readonly view: RecoveryKeyView }) {
  const text = useText();
  const { recoveryKey: port } = usePort().administration;
  const again = useReadAgain();
  const task = useTask();
  if (abandonment === undefined) return null;
  const keep = async () => {
    if ((await task.run(() => port.keepOrganization())) !== undefined) await again();
  };
  return (
    <div className="mb-6 flex flex-col gap-3">
      <RefusalNotice refusal={task.refusal} />
      <Notice
        tone="loss"
        action={
          <Button size="small" busy={task.busy} onClick={() => void keep()}>
            {text.giveUp.keep}
          </Button>
        }
      >
        {text.giveUp.running(sayDay(abandonment.endsAtMs, text.locale))}
      </Notice>
    </div>
  );
}

function Kit({ view }: { readonly view: RecoveryKeyView }) {
  const text = useText();
  const words = text.recoveryKey;
  const facts = [
    [words.version, String(view.version)],
    [words.made, sayDay(view.madeAtMs, text.locale)],
    ...(view.madeBy === undefined ? [] : [[words.madeBy, view.madeBy] as const]),
    [words.confirmed, sayDay(view.confirmedAtMs, text.locale)],
    [words.file, view.fileName],
  ] as const;
  return (
    <Section title={words.kitTitle} lead={words.kitLead}>
      <dl className="grid grid-cols-[6.5rem_1fr] gap-x-4 gap-y-2 sm:grid-cols-[10rem_1fr] sm:gap-x-6">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="wrap-anywhere min-w-0 font-medium">{value}</dd>
          </div>
        ))}
        <dt className="text-ink-2">{words.id}</dt>
        <dd className="wrap-anywhere min-w-0 font-mono text-sm">{view.organizationId}</dd>
      </dl>
    </Section>
  );
}

/** As long as a vault has a key from before the kit, the kit before opens what is written under it. */
function Vaults({ view: { vaults, version, isOwner } }: { readonly view: RecoveryKeyView }) {
  const words = useText().recoveryKey;
  const { recoveryKey: port } = usePort().administration;
  const again = useReadAgain();
  const task = useTask();
  if (vaults.stale === 0) {
    return version === 1 ? null : <Section title={words.deadTitle} lead={words.dead} />;
  }
  const renew = async () => {
    await task.run(() => port.renew());
    await again();
  };
  return (
    <Section title={words.aliveTitle} lead={words.alive}>
      <div className="flex max-w-md flex-col items-start gap-3">
        <div className="w-full">
          <ProgressLine label={words.renewed} done={vaults.all - vaults.stale} total={vaults.all} />
        </div>
        <RefusalNotice refusal={task.refusal} />
        {isOwner && (
          <Button busy={task.busy} onClick={() => void renew()}>
            {words.renew}
          </Button>
        )}
      </div>
    </Section>
  );
}

/** Confirming the kit there is and making another: the one that is under way has the page's main button. */
function OwnersPart({ view }: { readonly view: RecoveryKeyView }) {
  const words = useText().recoveryKey;
  const [confirming, setConfirming] = useState(view.due && view.madeBy === undefined);
  const [stage, setStage] = useState<KitStage>('make');
  return (
    <>
      {view.madeBy === undefined ? (
        <ConfirmKit open={confirming} onOpen={setConfirming} isAside={stage !== 'make'} />
      ) : (
        <div className="mb-6">
          <Notice tone="need" title={words.foreignTitle(view.madeBy)}>
            {words.foreignLead}
          </Notice>
        </div>
      )}
      <NewKit stage={stage} onStage={setStage} isAside={confirming} />
    </>
  );
}

function ConfirmKit({
  open,
  onOpen,
  isAside,
}: {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly isAside: boolean;
}) {
  const words = useText().recoveryKey;
  const { recoveryKey: port } = usePort().administration;
  const again = useReadAgain();
  const task = useTask();
  const [done, setDone] = useState(false);
  const confirm = async (text: string) => {
    if ((await task.run(() => port.confirm(text))) === undefined) return;
    setDone(true);
    onOpen(false);
    await again();
  };
  return (
    <Section title={words.confirmTitle} lead={words.confirmLead}>
      <div className="flex flex-col gap-4">
        <RefusalNotice refusal={task.refusal} />
        {done && <Notice tone="in">{words.confirmDone}</Notice>}
        {open ? (
          <GiveKit onText={(text) => void confirm(text)} busy={task.busy} isAside={isAside} />
        ) : (
          <Button
            className="self-start"
            onClick={() => {
              setDone(false);
              onOpen(true);
            }}
          >
            {words.confirm}
          </Button>
        )}
      </div>
    </Section>
  );
}

function NewKit({
  stage,
  onStage,
  isAside,
}: {
  readonly stage: KitStage;
  readonly onStage: (stage: KitStage) => void;
  readonly isAside: boolean;
}) {
  const words = useText().recoveryKey;
  const { organization } = useParams({ from: '/$organization' });
  const { address } = useOpenOrganization();
  const again = useReadAgain();
  const [count, setCount] = useState(0);
  return (
    <Section title={words.newTitle} lead={words.newLead}>
      {count > 0 && (
        <div className="mb-4">
          <Notice tone="in">{words.newDone}</Notice>
        </div>
      )}
      <MakeKit
        // Each kit is made from the beginning.
        key={`${organization} ${count}`}
        address={address}
        makeLead={words.newMakeLead}
        makeLabel={words.generate}
        isPart
        isAside={isAside}
        stage={stage}
        onStage={onStage}
        onDone={async () => {
          onStage('make');
          setCount(count + 1);
          await again();
        }}
      />
    </Section>
  );
}
