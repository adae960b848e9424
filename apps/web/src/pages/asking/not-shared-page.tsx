import { remedy } from '@postern/access';
import type { VaultId } from '@postern/core';
import { Arch, buttonClass, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { CodeLine } from '../gate/code-line.tsx';
import { RemedyRow } from '../gate/remedy-row.tsx';
import { AskForAccess } from './ask-for-access.tsx';
import { useAsking } from './use-asking.ts';

/** In place of a vault that a link leads to and that is not this member's to see. It is left by itself once shared. */
export function NotSharedPage({ vault, address }: { readonly vault: VaultId; readonly address: string }) {
  const text = useText();
  const asking = useAsking({ address, code: 'vault_not_shared', about: { kind: 'vault', vault } });
  const share = remedy('ask_to_share_vault');
  return (
    <div className="mx-auto w-full max-w-2xl overflow-y-auto px-4 py-8 sm:px-6 sm:py-14">
      <Arch state="shut" size={44} />
      <h1 className="mt-6 text-balance font-semibold text-xl tracking-tight">{text.asking.notSharedTitle}</h1>
      <p className="mt-2 text-ink-2">{text.asking.notSharedLead}</p>
      <ul className="mt-6 border-line border-t">
        <RemedyRow remedy={asking.request?.state === 'open' ? { label: share.label } : share}>
          <AskForAccess asking={asking} primary waits={text.asking.waits} />
        </RemedyRow>
        <RemedyRow
          remedy={{ label: remedy('go_back').label, explanation: text.asking.toVaultsSays }}
          action={
            <Link to="/$organization" params={{ organization: address }} className={buttonClass()}>
              {text.asking.toVaults}
            </Link>
          }
        />
      </ul>
      <CodeLine code="vault_not_shared" />
    </div>
  );
}
