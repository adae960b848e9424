import { parseArgs } from 'node:util';
import { recover } from './recover.ts';
import { createTerminal } from './terminal.ts';

const usage = `postern-client recover <address of the organization>

  Brings the owner back into an organization with the recovery code, by code that no server has sent.

  The address is as the kit prints it, like https://postern.example/northwind. Everything else is asked for, hidden
  where it is secret, or read line by line where nobody sits at a terminal.

  --email <address>     of the owner's account
  --kit <file>          the PDF that was saved: holds the code and the organization's id
  --exempt-address      lets this address in for 24 hours, whatever the address list says
  --exempt-factor       lets the owner in without a second factor for 24 hours; where it was lost, takes it off
  --help                shows this
`;

/** Runs one command. Answers the exit code: 0 when it is done, 1 when it was refused, 2 when it was not understood. */
export async function run(words: readonly string[]): Promise<number> {
  const terminal = createTerminal();
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        kit: { type: 'string' },
        'exempt-address': { type: 'boolean', default: false },
        'exempt-factor': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const [command, address, ...more] = positionals;
    if (values.help) {
      terminal.say(usage);
      return 0;
    }
    if (command !== 'recover' || address === undefined || more.length > 0) {
      terminal.complain(usage);
      return 2;
    }
    const at = placeOf(address);
    if (at === undefined) {
      terminal.complain(
        `"${address}" is no address of an organization, like https://postern.example/northwind.`,
      );
      return 2;
    }
    return await recover(terminal, {
      ...at,
      email: values.email,
      kit: values.kit,
      exemptAddress: values['exempt-address'],
      exemptFactor: values['exempt-factor'],
    });
  } catch (error) {
    // Of what `parseArgs` throws the sentence alone is for people.
    if (!(error instanceof TypeError) || !('code' in error)) throw error;
    terminal.complain(`${error.message}\n\n${usage}`);
    return 2;
  } finally {
    terminal.close();
  }
}

/** Server and organization in an address as the kit prints it. Plain HTTP goes to this very machine alone. */
function placeOf(text: string): { readonly server: string; readonly address: string } | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol, hostname, pathname } = new URL(text);
  const isNear = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isNear)) return undefined;
  const [address, ...more] = pathname.split('/').filter(Boolean);
  return address === undefined || more.length > 0 ? undefined : { server: origin, address };
}
