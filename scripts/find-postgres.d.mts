export const noPostgres: string;
/** The folder with `initdb` and `postgres`, installing Debian's server where that is possible. */
export function findPostgres(): string | undefined;
