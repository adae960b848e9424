import { Page, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';
import { PhoneCard } from '../phone/phone-card.tsx';
import { opensKeys } from './opens-keys.ts';
import { PasskeyCard } from './passkey-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { SheetCard } from './sheet-card.tsx';
import { WhatIsLost } from './what-is-lost.tsx';

/** The ways this account's keys reach a new device: which there are, what is lost without them, adding and removing. */
export function KeyStoragePage() {
  const words = useText().keyStorage;
  const port = usePort();
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
            <WhatIsLost methods={methods} />
            <div className="mt-8">
              <PasswordCard
                method={methods.find(({ kind }) => kind === 'password')}
                canRemove={methods.filter(opensKeys).length > 1}
              />
              <SheetCard method={methods.find(({ kind }) => kind === 'qr')} />
              <PhoneCard />
              <PasskeyCard methods={methods.filter(({ kind }) => kind === 'passkey')} />
            </div>
            <p className="border-line border-t pt-4 text-ink-3 text-sm">{words.checked(version)}</p>
          </>
        )}
      </Loaded>
    </Page>
  );
}
