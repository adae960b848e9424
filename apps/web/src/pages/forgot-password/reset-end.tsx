import type { ResetDone } from '@postern/client';
import { buttonClass, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { Centred } from '../gate/centred.tsx';
import { isInTheMiddle } from '../phone/said-on-device.ts';
import { ClosedOrganizations } from './closed-organizations.tsx';

/** Where to go from here: home when nothing is lost, else to each organization, which says what to do next. */
export function ResetEnd({ done, anew }: { readonly done: ResetDone; readonly anew: boolean }) {
  const text = useText();
  const words = text.forgotPassword;
  if (done.scope === 'door') {
    return (
      <Centred title={words.doorTitle} lead={words.doorLead}>
        <div className="flex flex-col gap-3">
          <Link to="/recover" className={buttonClass('primary')}>
            {words.toDoor}
          </Link>
          <Link to="/sign-in" className={buttonClass('secondary')}>
            {words.toSignIn}
          </Link>
        </div>
      </Centred>
    );
  }
  const onPhoneList = isInTheMiddle();
  const toPhoneList = onPhoneList && (
    <Link to="/account/forgot-phone" className={buttonClass('primary')}>
      {text.forgotPhone.goOn}
    </Link>
  );
  if (!anew || done.organizations.length === 0) {
    return (
      <Centred
        title={anew ? words.anewTitle : words.doneTitle}
        lead={anew ? words.anewNothing : words.doneLead}
      >
        <div className="flex flex-wrap gap-2">
          {toPhoneList}
          <Link to="/" className={buttonClass(onPhoneList ? 'secondary' : 'primary')}>
            {words.doneHome}
          </Link>
        </div>
      </Centred>
    );
  }
  return (
    <Centred title={words.anewTitle} lead={words.anewLead}>
      <ClosedOrganizations organizations={done.organizations} />
      {onPhoneList && <div className="mt-6">{toPhoneList}</div>}
    </Centred>
  );
}
