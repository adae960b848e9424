import type { KeyMethodView } from '@postern/client';
import { sayWhen, useText } from '@postern/ui';

/** Since when a way to the keys exists, and when it was last used. */
export function MethodLine({
  method: { createdAtMs, lastUsedAtMs },
}: {
  readonly method: Pick<KeyMethodView, 'createdAtMs' | 'lastUsedAtMs'>;
}) {
  const text = useText();
  const words = text.keyStorage;
  const nowMs = Date.now();
  const used =
    lastUsedAtMs === undefined ? words.neverUsed : words.lastUsed(sayWhen(lastUsedAtMs, nowMs, text));
  return (
    <p className="text-ink-2 text-sm">
      {words.since(sayWhen(createdAtMs, nowMs, text))}, {used}
    </p>
  );
}
