/**
 * The one bundle runs in two places: as the web's pages, and under a path of its own as the installed app, with a session
 * and a copy of its own. Which of the two it is, the address of the page or of the worker says.
 */
export const appBase = '/app';

/** Whether this code was loaded as the installed app; never outside a browser. */
export const isApp = 'location' in globalThis && location.pathname.startsWith(`${appBase}/`);
