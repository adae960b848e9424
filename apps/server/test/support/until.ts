/** Waits until `holds` answers something true, asking again and again; throws after `withinMs`. */
export async function until<Value>(
  what: string,
  holds: () => Promise<Value | undefined | false> | Value | undefined | false,
  withinMs = 10_000,
): Promise<Value> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    const found = await holds();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadlineMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
