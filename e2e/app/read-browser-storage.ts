import type { BrowserContext, Page } from 'playwright-core';

/** Everything a page's origin keeps in the browser, as one text per record: name and value, bytes as they are. */
export async function readBrowserStorage(page: Page, context: BrowserContext): Promise<Buffer[]> {
  const records = await page.evaluate(async () => {
    const base64 = (bytes: Uint8Array) =>
      btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
    const kept: string[] = [];
    const keep = (value: unknown) => {
      if (value instanceof Uint8Array) kept.push(base64(value));
      else
        kept.push(
          base64(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))),
        );
    };
    for (const storage of [localStorage, sessionStorage]) keep(Object.entries(storage));
    keep(history.state ?? '');
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        keep(request.url);
        keep(new Uint8Array((await (await cache.match(request))?.arrayBuffer()) ?? new ArrayBuffer(0)));
      }
    }
    const answered = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const db = await answered(indexedDB.open(name ?? ''));
      for (const store of db.objectStoreNames) {
        const objects = db.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([
          answered(objects.getAllKeys()),
          answered(objects.getAll()),
        ]);
        keys.forEach(keep);
        values.forEach(keep);
      }
      db.close();
    }
    return kept;
  });
  const cookies = JSON.stringify(await context.cookies());
  return [...records.map((record) => Buffer.from(record, 'base64')), Buffer.from(cookies)];
}
