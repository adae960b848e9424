import type { KeysReplaced } from '@postern/client';
import { Button, Notice, Page, Section, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';
import { PhoneCard } from '../phone/phone-card.tsx';
import { opensKeys } from './opens-keys.ts';
import { PasskeyCard } from './passkey-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { KeysWereReplaced, ReplaceKeys } from './replace-keys.tsx';
import { SheetCard } from './sheet-card.tsx';
import { WhatIsLost } from './what-is-lost.tsx';

/** The ways this account's keys reach a new device: which there are, what is lost without them, adding and removing. */
export function KeyStoragePage() {
  const words = useText().keyStorage;
  const port = usePort();
  const [removed, setRemoved] = useState(false);
  const [asked, setAsked] = useState(false);
  const [replaced, setReplaced] = useState<KeysReplaced>();
  const onRemoved = () => setRemoved(true);
  return (
    <Page
      title={words.title}
      lead={
        <>
          {words.lead}{' '}
          <Link to="/help/guides/$guide" params={{ guide: 'key-storage' }} className="prose-link">
            {words.guide}
          </Link>
        </>
      }
    >
      <Loaded of={['key-storage']} load={port.keyStorage.read}>
        {({ methods, version }) => (
          <>
            <div className="flex flex-col gap-3">
              {replaced !== undefined && <KeysWereReplaced replaced={replaced} />}
              {removed && replaced === undefined && (
                <Notice
                  tone="need"
                  title={words.replace.offer}
                  action={<Button onClick={() => setAsked(true)}>{words.replace.offerAction}</Button>}
                >
                  {words.replace.offerLead}
                </Notice>
              )}
              <WhatIsLost methods={methods} />
            </div>
            <div className="mt-8">
              <PasswordCard
                method={methods.find(({ kind }) => kind === 'password')}
                canRemove={methods.filter(opensKeys).length > 1}
                onRemoved={onRemoved}
              />
              <SheetCard method={methods.find(({ kind }) => kind === 'qr')} onRemoved={onRemoved} />
              <PhoneCard />
              <PasskeyCard methods={methods.filter(({ kind }) => kind === 'passkey')} onRemoved={onRemoved} />
              <Section
                title={words.replace.title}
                lead={words.replace.lead}
                aside={<Button onClick={() => setAsked(true)}>{words.replace.ask}</Button>}
              />
            </div>
            <p className="border-line border-t pt-4 text-ink-3 text-sm">{words.checked(version)}</p>
          </>
        )}
      </Loaded>
      {asked && <ReplaceKeys onClose={() => setAsked(false)} onReplaced={setReplaced} />}
    </Page>
  );
}
