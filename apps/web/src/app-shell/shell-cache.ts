/**
 * The app's own files, kept so that it opens without the server. Every build has a cache of its own, filled whole or not at
 * all, so a page never gets a file of another build than its own.
 */
export interface Shell {
  /** Names the build; another one whenever any of its files changed. */
  readonly build: string;
  /** Paths of all its files, the page itself being the first. */
  readonly files: readonly [page: string, ...others: string[]];
}

const prefix = 'postern-app-';
/** What a file's name holds a hash of never changes, so it may come from the cache of another build. */
const hashed = '/app/assets/';

/** Fetches what is not here yet, the unchanged from former builds; throws when a file is missing, and keeps nothing then. */
export async function fillShell(
  { build, files }: Shell,
  { caches, fetch }: Pick<typeof globalThis, 'caches' | 'fetch'>,
): Promise<void> {
  const name = prefix + build;
  const had = await Promise.all(
    files.map((path) => (path.startsWith(hashed) ? caches.match(path) : undefined)),
  );
  const got = await Promise.all(
    files.map(async (path, at) => {
      const response = had[at] ?? (await fetch(path, { cache: 'no-cache' }));
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return response;
    }),
  );
  const cache = await caches.open(name);
  await Promise.all(files.map((path, at) => cache.put(path, got[at] as Response)));
}

/** Forgets former builds but the newest of them: a page that is still open may belong to it. */
export async function dropFormerShells({ build }: Shell, { caches }: Pick<typeof globalThis, 'caches'>) {
  // Oldest first, as they were made.
  const former = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + build);
  await Promise.all(former.slice(0, -1).map((name) => caches.delete(name)));
}

/**
 * What the shell answers to a request under its base, or `undefined` when it is the server's: every page address with the
 * page of this build, a file with what is kept of it.
 */
export async function answerFromShell(
  { build, files: [page] }: Shell,
  { path, isPage }: { readonly path: string; readonly isPage: boolean },
  { caches }: Pick<typeof globalThis, 'caches'>,
): Promise<Response | undefined> {
  const own = await caches.open(prefix + build);
  if (isPage) return own.match(page);
  return (await own.match(path)) ?? (path.startsWith(hashed) ? caches.match(path) : undefined);
}
