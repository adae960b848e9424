import type { SecondFactors } from '@postern/client';
import { Button, EmptyState, Notice, Page, Section, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';
import { MakeBackupCodes } from './backup-codes.tsx';
import { FactorList } from './factor-list.tsx';
import { SetUpSecondFactor } from './set-up-second-factor.tsx';

/** The account's second factors: what there is, what is missing, and the backup codes. */
export function SecondFactorPage() {
  const text = useText().secondFactor;
  const port = usePort();
  return (
    <Page
      title={text.title}
      lead={
        <>
          {text.lead}{' '}
          <Link to="/help/guides/$guide" params={{ guide: 'second-factor' }} className="prose-link">
            {text.guide}
          </Link>
        </>
      }
    >
      <Loaded of={['second-factors']} load={() => port.secondFactor.list()}>
        {(known) => <Factors known={known} />}
      </Loaded>
    </Page>
  );
}

function Factors({ known }: { readonly known: SecondFactors }) {
  const text = useText().secondFactor;
  const [adding, setAdding] = useState(false);
  const { factors } = known;
  const isEmpty = factors.length === 0;
  const nudge =
    isEmpty || adding
      ? undefined
      : factors.every(({ kind }) => kind === 'mail')
        ? text.onlyMail
        : factors.length === 1
          ? text.onlyOne
          : undefined;
  return (
    <>
      {!isEmpty && <FactorList factors={factors} />}
      {isEmpty && !adding && (
        <EmptyState
          icon={<ShieldCheck size={40} aria-hidden="true" />}
          title={text.emptyTitle}
          action={
            <Button kind="primary" onClick={() => setAdding(true)}>
              {text.setUp}
            </Button>
          }
        >
          {text.emptyLead}
        </EmptyState>
      )}
      <div className="mt-4 flex flex-col gap-4">
        {nudge !== undefined && <Notice tone="need">{nudge}</Notice>}
        {!isEmpty && !adding && (
          <Button className="self-start" onClick={() => setAdding(true)}>
            {text.addAnother}
          </Button>
        )}
        {adding && (
          <SetUpSecondFactor
            without={factors.some(({ kind }) => kind === 'mail') ? ['mail'] : []}
            onDone={() => setAdding(false)}
          />
        )}
      </div>
      {!adding && (
        <div className="mt-8">
          <BackupSection left={known.backupCodesLeft} possible={!isEmpty} />
        </div>
      )}
    </>
  );
}

function BackupSection({ left, possible }: { readonly left: number; readonly possible: boolean }) {
  const text = useText();
  const words = text.secondFactor.backup;
  const [asked, setAsked] = useState(false);
  const [making, setMaking] = useState(false);
  const make = () => {
    setAsked(false);
    setMaking(true);
  };
  return (
    <Section
      title={words.title}
      lead={`${words.lead} ${possible ? words.left(left) : words.needsFactor}`}
      aside={
        possible &&
        !making &&
        !asked && (
          <Button onClick={() => (left === 0 ? make() : setAsked(true))}>
            {left === 0 ? words.make : words.remake}
          </Button>
        )
      }
    >
      {asked && (
        <Notice
          tone="need"
          urgent
          action={
            <span className="flex flex-wrap gap-2">
              <Button size="small" kind="primary" onClick={make}>
                {words.remake}
              </Button>
              <Button size="small" kind="quiet" onClick={() => setAsked(false)}>
                {text.controls.cancel}
              </Button>
            </span>
          }
        >
          {words.remakeLead}
        </Notice>
      )}
      {making && <MakeBackupCodes onDone={() => setMaking(false)} />}
    </Section>
  );
}
