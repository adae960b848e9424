/** What the service worker tells the open app when a notification was pressed. */
export const openAsked = 'open-asked';
