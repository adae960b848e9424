import type { Config } from '../platform/config/parse-config.ts';
import { DatabaseRefused } from '../platform/db/migrations.ts';

/** Why the server did not start, as a sentence for the operator; `undefined` when it is a fault of ours. */
export function explainStartFailure(error: unknown, config: Config): string | undefined {
  if (error instanceof DatabaseRefused) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { port, host, databaseUrl, data, tlsCert } = config;
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program. Stop that one, or set POSTERN_PORT to another port.`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine. Set POSTERN_HOST to one that is.`;
    case 'EACCES':
    case 'EPERM':
      return 'syscall' in error && error.syscall === 'listen'
        ? `This user may not listen on port ${port}. Set POSTERN_PORT to 1024 or above, or use a proxy.`
        : `A file or folder may not be used: ${error.message}.`;
    case 'ENOENT':
    case 'EISDIR':
      return `A file is missing: ${error.message}.${tlsCert === undefined ? '' : ' Check POSTERN_TLS_CERT and POSTERN_TLS_KEY.'}`;
    case 'ENOSPC':
    case 'EROFS':
      return `The data folder ${data} cannot be written: ${error.message}.`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
    case 'EAI_AGAIN':
      return `The database at ${databaseUrl?.host} does not answer. Start it, or correct DATABASE_URL.`;
    case '28P01':
    case '28000':
    case '3D000':
      return `The database at ${databaseUrl?.host} refuses the connection: ${error.message}. Correct DATABASE_URL.`;
    default:
      return String(error.code).startsWith('ERR_OSSL') || String(error.code).startsWith('ERR_SSL')
        ? 'The certificate and its key cannot be used. Check POSTERN_TLS_CERT and POSTERN_TLS_KEY.'
        : undefined;
  }
}
