import { sentence } from '@postern/access';
import { type DemoPerson, password } from './demo-person.ts';
import type { Demo } from './start-demo.ts';

/** The demo in words: for each person who they are, where they go, what they see and who helps. */
export function describeDemo({ url, data, people }: Demo): string {
  return [
    `The demo is at ${url}. Everybody's password is: ${password}`,
    'Two people at once need two browsers, or a private window. Codes that are mailed are at',
    `${url}/outbox. Everything is removed when the demo ends: Ctrl+C.\n`,
    'Whoever is refused can ask for access on the page that says so. One request waits already: sign in as',
    `maya@northwind.example and open ${url}/northwind/administration/requests\n`,
    ...people.map((person) => describe(person, url)),
    'What the operator types goes into another terminal, in this folder, as in',
    `  POSTERN_DATA=${data} node apps/server/bin/postern.mjs org resume baltic\n`,
  ].join('\n');
}

function describe(person: DemoPerson, url: string): string {
  const { who, sees, help } = person;
  const what =
    sees === 'inside'
      ? 'the vaults'
      : `${sees}: ${sentence(sees, { youAreOwner: sees === 'setup_required' })}`;
  return [who, `  opens  ${opens(person, url)}`, `  sees   ${what}`, `  help   ${help}\n`].join('\n');
}

function opens({ address, way }: DemoPerson, url: string): string {
  const page = `${url}/${address}`;
  switch (way.by) {
    case 'invitation':
      return way.link;
    case 'client':
      return `${page} with ${names[way.kind]} (\`npm run denials\` shows it)`;
    case 'factor':
      return `${page} with the authenticator app of this secret: ${way.secretB32}\n         or one of these codes: ${way.backupCodes.slice(0, 3).join(', ')}`;
    case 'two-browsers':
      return `${page} in two browsers, sets a second factor up in one and looks at the other`;
    case 'staying':
      return `${page} and stays. Press Enter here: the server's clock goes on by 16 minutes`;
    default:
      return page;
  }
}

const names = {
  web: 'a page that was loaded before an update',
  app: 'the installed app',
  extension: 'the browser extension',
  cli: 'the command line',
} as const;
