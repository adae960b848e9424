import type { Command } from 'commander';
import { actOnOrganization } from '../operator/act-on-organization.ts';
import type { OperatorAct } from '../organization/operator-acts.ts';
import { parseConfig } from '../platform/config/parse-config.ts';
import { runOperation } from './run-operation.ts';

const minuteMs = 60_000;
const unitsMs: Readonly<Record<string, number>> = { m: minuteMs, h: 60 * minuteMs };
const unitBytes: Readonly<Record<string, number>> = {
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};
const longestLiftMs = 24 * 60 * minuteMs;

/** Adds `postern org ...`. */
export function addOrganizationCommands(program: Command): void {
  const org = program
    .command('org')
    .description('limit an organization, or help it; also while the server runs');
  org
    .command('suspend')
    .description('let nobody in until it is resumed')
    .argument('<address>', 'address of the organization, as in its URL')
    .action(async (address: string) => {
      process.exitCode = await run(address, () => ({ act: 'suspended' }), 'Nobody gets in any more.');
    });
  org
    .command('resume')
    .description('end a suspension')
    .argument('<address>', 'address of the organization')
    .action(async (address: string) => {
      process.exitCode = await run(address, () => ({ act: 'resumed' }), 'Its members get in again.');
    });
  org
    .command('seats')
    .description('limit how many members and open invitations it may have')
    .argument('<address>', 'address of the organization')
    .argument('<seats>', 'a number, or "none" for no limit')
    .action(async (address: string, seats: string) => {
      process.exitCode = await run(
        address,
        () => seatsOf(seats),
        seats === 'none' ? 'It has no limit of seats.' : `It has ${seats} seats.`,
      );
    });
  org
    .command('storage')
    .description('limit how much its vaults may take up on the server')
    .argument('<address>', 'address of the organization')
    .argument('<size>', 'like 500MB or 2GB, or "none" for no limit')
    .action(async (address: string, size: string) => {
      process.exitCode = await run(
        address,
        () => storageOf(size),
        size === 'none' ? 'It has no limit of storage.' : `Its vaults may take up ${size}.`,
      );
    });
  org
    .command('bypass-allowlist')
    .description('let members in from any address for a while; recorded and announced')
    .argument('<address>', 'address of the organization')
    .option('--for <time>', 'how long, like 30m or 2h; at most 24h', '1h')
    .action(async (address: string, options: { for: string }) => {
      process.exitCode = await run(
        address,
        (nowMs) => liftOf(options.for, nowMs),
        `Its address list does not count for ${options.for}.`,
      );
    });
}

async function run(
  address: string,
  actAt: (nowMs: number) => OperatorAct | string,
  done: string,
): Promise<number> {
  return runOperation('Nothing was changed.', parseConfig(process.env), async (config) => {
    const nowMs = Date.now();
    const act = actAt(nowMs);
    if (typeof act === 'string') {
      process.stderr.write(`${act}\n`);
      return 2;
    }
    const { name, told, mailed } = await actOnOrganization(config, { address, act, nowMs });
    process.stdout.write(`${name}: ${done}\n`);
    process.stdout.write(
      mailed
        ? `It is recorded, and a mail tells ${told === 1 ? 'the owner' : `the ${told} custodians`}.\n`
        : 'It is recorded, but not every mail to its custodians was sent. Tell them.\n',
    );
    return 0;
  });
}

function seatsOf(text: string): OperatorAct | string {
  if (text === 'none') return { act: 'seats_set', seats: null };
  const seats = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return seats > 0 ? { act: 'seats_set', seats } : `"${text}" is neither a number of seats nor "none".`;
}

function storageOf(text: string): OperatorAct | string {
  if (text === 'none') return { act: 'storage_set', bytes: null };
  const [, count, unit] = /^(\d{1,6})(kB|MB|GB|TB)$/i.exec(text) ?? [];
  const bytes = Number(count ?? 0) * (unitBytes[unit?.toLowerCase() ?? ''] ?? 0);
  return bytes > 0
    ? { act: 'storage_set', bytes }
    : `"${text}" is neither a size like 500MB or 2GB nor "none".`;
}

function liftOf(text: string, nowMs: number): OperatorAct | string {
  const [, count, unit] = /^(\d{1,4})([mh])$/.exec(text) ?? [];
  const ms = Number(count ?? 0) * (unitsMs[unit ?? ''] ?? 0);
  if (ms === 0 || ms > longestLiftMs) return `"${text}" is no time up to 24h, like 30m or 2h.`;
  return { act: 'address_list_lifted', untilMs: nowMs + ms };
}
