import type { KeyMethodView } from '@postern/client';
import { Notice, useText } from '@postern/ui';
import { useSnapshot } from '../../port-context.tsx';

/** What a forgotten password costs now, in one sentence. */
export function WhatIsLost({ methods }: { readonly methods: readonly KeyMethodView[] }) {
  const { keyStorage: words } = useText();
  const { organizations } = useSnapshot();
  const others = methods.filter(
    ({ kind, unpairedAtMs }) => kind !== 'password' && unpairedAtMs === undefined,
  );
  const ways = [...new Set(others.map(({ kind }) => words.names[kind]))];
  const sentence =
    ways.length > 0
      ? words.lost.nothing(ways)
      : organizations.length > 0
        ? words.lost.everything(organizations.map(({ name }) => name))
        : words.lost.noPlace;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone={ways.length > 0 ? 'plain' : 'need'} title={words.lost.title}>
        {sentence}
      </Notice>
      {methods.length < 2 && <p className="text-ink-2">{words.only}</p>}
    </div>
  );
}
