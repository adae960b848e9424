import { takeInvitation } from './pending-invitation.ts';

/**
 * The first thing the page does, imported before everything else: nothing that reads the address bar may find the secret
 * there. Over plain HTTP the link stays as it is, to be opened again with https.
 */
if (window.isSecureContext) {
  takeInvitation(window);
  // A second link opened in this very window changes nothing but the fragment.
  window.addEventListener('hashchange', () => takeInvitation(window));
}
