import type { Place } from '@postern/access';

/** Where a remedy's link leads, or `undefined` while this client has no such page. */
export function placePath(place: Place, address: string): string | undefined {
  switch (place) {
    case 'home':
    case 'organizations':
      return '/';
    case 'sign-in':
      return '/sign-in';
    case 'sign-up':
      return '/sign-up';
    case 'account':
      return '/account';
    case 'key-storage':
      return '/account/key-storage';
    case 'second-factor':
      return '/account/second-factor';
    case 'trash':
      return `/${address}?view=trash`;
    case 'help-forgot-phone':
      return '/account/forgot-phone';
    default:
      return undefined;
  }
}
