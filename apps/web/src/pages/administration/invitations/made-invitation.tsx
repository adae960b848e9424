import type { MadeInvitation } from '@postern/client';
import { Button, CodeGroups, CopyButton, QrCode, useText } from '@postern/ui';
import { QrCode as QrIcon } from 'lucide-react';
import { useState } from 'react';
import { RefusalSentence } from '../../../refusal-text.tsx';
import { copyForAWhile } from '../../vault/clipboard.ts';

/** What is needed to deliver one invitation: link, QR code, or the six words that go beside the mail. */
export function MadeInvitationView({ made }: { readonly made: MadeInvitation }) {
  const text = useText();
  const [showsQr, setShowsQr] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <p className="break-all font-medium">{made.email}</p>
      {made.mailRefused !== undefined && (
        <p className="text-need text-sm">
          <RefusalSentence refusal={made.mailRefused} /> {text.invite.mailTrouble}
        </p>
      )}
      {made.words !== undefined && (
        <div>
          <p className="mb-1 text-ink-2 text-sm">{text.invite.words}</p>
          <CodeGroups label={text.invite.wordsOf(made.email)} groups={made.words} />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 max-w-full flex-1 basis-64 truncate rounded-lg bg-hover px-2.5 py-1 text-ink-2 text-xs">
          {made.link}
        </code>
        <CopyButton
          isShort
          label={text.invite.copyLinkOf(made.email)}
          onCopy={() => copyForAWhile(made.link)}
        />
        <Button
          size="small"
          aria-expanded={showsQr}
          icon={<QrIcon size={14} aria-hidden="true" />}
          onClick={() => setShowsQr(!showsQr)}
        >
          {text.invite.showQr}
        </Button>
      </div>
      {showsQr && (
        <div className="flex flex-col gap-1">
          <QrCode text={made.link} label={text.invite.qrOf(made.email)} size={220} />
          <p className="text-ink-2 text-sm">{text.invite.qrLead}</p>
        </div>
      )}
    </div>
  );
}
