import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { offerIcons, strangeRequests } from './leak-by-icon.ts';

const network = vi.hoisted(() => ({ askForIcon: (_url: string): void => {} }));

/** A list that shows icons: each row asks for that of its first address. */
vi.mock('../packages/client/src/vault/entry-content.ts', async (actual) => {
  const real = await actual<typeof import('../packages/client/src/vault/entry-content.ts')>();
  const rowOf: typeof real.rowOf = (vault, known, header) => {
    for (const url of header.urls ?? []) network.askForIcon(url);
    return real.rowOf(vault, known, header);
  };
  return { ...real, rowOf };
});

twin(['BW06', 'LP03'], 'lists that ask for nothing', async (scene) => {
  const asked: Promise<unknown>[] = [];
  const server = scene.misbehave();
  network.askForIcon = (url) => {
    asked.push(server.fetch(`http://127.0.0.1:1/icons/?of=${encodeURIComponent(url)}`).catch(() => {}));
  };
  const { inAddress } = await offerIcons(scene, server);
  await Promise.all(asked);
  expect(strangeRequests(server).join()).toContain(inAddress);
  return 'the password in an address, out of an icon request';
});
