import type { InvitedAddress } from '@postern/client';
import { useText } from '@postern/ui';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { AdministrationPage } from '../administration-page.tsx';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { InviteForm } from './invite-form.tsx';
import { InviteResult } from './invite-result.tsx';

/** Invites one or many, then shows what is needed to deliver each invitation. */
export function InvitePage() {
  const text = useText();
  const may = useMay();
  const [result, setResult] = useState<readonly InvitedAddress[]>();
  const { email, request } = useSearch({ from: '/$organization/administration/invitations/new' });
  const [pasted, setPasted] = useState(email ?? '');
  if (result !== undefined) {
    return (
      <InviteResult
        result={result}
        request={request}
        onMore={(failed) => {
          setPasted(failed.join('\n'));
          setResult(undefined);
        }}
      />
    );
  }
  return (
    <AdministrationPage
      title={text.invite.title}
      lead={text.invite.lead}
      back={{ to: '/$organization/administration/invitations', label: text.invite.toList }}
    >
      <MissingPermission permission="members.manage" />
      {may.change('members.manage') && (
        <InviteForm pasted={pasted} onPasted={setPasted} request={request} onInvited={setResult} />
      )}
    </AdministrationPage>
  );
}
