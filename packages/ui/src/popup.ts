/** The one raised surface: menus, selects, dialogs, toasts. */
export const popupClass =
  'popup-motion rounded-lg border border-line bg-raised p-1 text-ink text-base shadow-lift outline-none';
