import { organizationLog } from './en/access-log.ts';
import { account } from './en/account.ts';
import { administration } from './en/administration.ts';
import { asking } from './en/asking.ts';
import { controls } from './en/controls.ts';
import { forgotPassword } from './en/forgot-password.ts';
import { forgotPhone } from './en/forgot-phone.ts';
import { gate } from './en/gate.ts';
import { impact } from './en/impact.ts';
import { invitation } from './en/invitation.ts';
import { keyStorage } from './en/key-storage.ts';
import { organization } from './en/organization.ts';
import { ownersDoor } from './en/owners-door.ts';
import { phone } from './en/phone.ts';
import { phoneApp } from './en/phone-app.ts';
import { recipients } from './en/recipients.ts';
import { recoveryKey } from './en/recovery-key.ts';
import { relink } from './en/relink.ts';
import { requests } from './en/requests.ts';
import { scan } from './en/scan.ts';
import { secondFactor } from './en/second-factor.ts';
import { vault } from './en/vault.ts';

/**
 * Every text of the interface in English. Another language is an object of the same type. Sentences for codes are not
 * here: `@postern/access` holds them beside their remedies.
 */
export const en = {
  locale: 'en-GB',
  ...controls,
  ...account,
  ...keyStorage,
  ...organization,
  ...forgotPassword,
  ...forgotPhone,
  ...gate,
  ...ownersDoor,
  ...asking,
  ...recoveryKey,
  ...requests,
  ...impact,
  ...invitation,
  ...phone,
  ...phoneApp,
  ...recipients,
  ...relink,
  ...scan,
  ...secondFactor,
  ...vault,
  ...administration,
  ...organizationLog,
};

export type UiText = typeof en;
