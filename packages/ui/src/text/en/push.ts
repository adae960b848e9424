/** What a phone shows while its app is closed. It says nothing of who asks, since the server had it sent. */
export const push = {
  title: 'A device asks for your key',
  body: 'Open Postern to see which, and answer it.',
};
