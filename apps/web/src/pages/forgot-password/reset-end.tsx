import type { ResetDone } from '@postern/client';
import { buttonClass, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { Centred } from '../gate/centred.tsx';
import { isInTheMiddle } from '../phone/said-on-device.ts';

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
      <ul className="divide-y divide-line border-line border-y">
        {done.organizations.map(({ organization, name, address, need, helpers }) => (
          <li key={organization} className="flex flex-col gap-2 py-4">
            <p className="break-words font-medium">{name}</p>
            <p className="text-ink-2">{words.need[need](helpers.slice(0, 3))}</p>
            <div className="flex flex-wrap gap-2">
              {(need === 'recovery_code' || need === 'recovery_code_or_invitation') && (
                <Link
                  to="/$organization/recover"
                  params={{ organization: address }}
                  className={buttonClass(need === 'recovery_code' ? 'primary' : 'secondary')}
                >
                  {words.recover}
                </Link>
              )}
              {need !== 'recovery_code' && (
                <Link
                  to="/$organization"
                  params={{ organization: address }}
                  className={buttonClass('secondary')}
                >
                  {words.open(name)}
                </Link>
              )}
            </div>
          </li>
        ))}
      </ul>
      {onPhoneList && <div className="mt-6">{toPhoneList}</div>}
    </Centred>
  );
}
