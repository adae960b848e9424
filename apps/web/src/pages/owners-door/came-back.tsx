import { buttonClass, Notice, Page, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';

/** What comes after the recovery code: a new kit, for the old one has been on a screen. */
export function CameBack({ address, entered }: { readonly address: string; readonly entered: boolean }) {
  const words = useText().comeBack;
  if (!entered) {
    return (
      <Page title={words.factorTitle} lead={words.factorLead}>
        <Link to="/sign-in" search={{ next: `/${address}` }} className={buttonClass('primary')}>
          {words.signIn}
        </Link>
      </Page>
    );
  }
  return (
    <Page title={words.doneTitle} lead={words.doneLead(address)}>
      <Notice tone="need">{words.doneKit}</Notice>
      <div className="mt-5 flex flex-wrap gap-2">
        <Link
          to="/$organization/administration/recovery-key"
          params={{ organization: address }}
          className={buttonClass('primary')}
        >
          {words.makeKit}
        </Link>
        <Link to="/$organization" params={{ organization: address }} className={buttonClass('secondary')}>
          {words.open}
        </Link>
      </div>
    </Page>
  );
}
