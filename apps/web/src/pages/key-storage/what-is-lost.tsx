import type { KeyMethodView } from '@postern/client';
import { Notice, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { CutOffList } from '../forgot-password/cut-off-list.tsx';
import { opensKeys } from './opens-keys.ts';

/** What a forgotten password costs now: nothing where there is another way, else each organization with what opens it. */
export function WhatIsLost({ methods }: { readonly methods: readonly KeyMethodView[] }) {
  const { keyStorage: words } = useText();
  const { organizations } = useSnapshot();
  const open = methods.filter(opensKeys);
  const others = open.filter(({ kind }) => kind !== 'password');
  const ways = [...new Set(others.map(({ kind }) => words.names[kind]))];
  return (
    <div className="flex flex-col gap-3">
      {open.length === 0 && (
        <Notice tone="need" title={words.noWayTitle}>
          {words.noWay}
        </Notice>
      )}
      <Notice tone={ways.length > 0 ? 'plain' : 'need'} title={words.lost.title}>
        {ways.length > 0 ? (
          words.lost.nothing(ways)
        ) : organizations.length > 0 ? (
          <AtStake />
        ) : (
          words.lost.noPlace
        )}
      </Notice>
      {open.length === 1 && <p className="text-ink-2">{ways.length === 0 ? words.only : words.onlyOther}</p>}
    </div>
  );
}

/** By the ledgers that this device verified. */
function AtStake() {
  const { keyStorage: words } = useText();
  const port = usePort();
  const { organizations } = useSnapshot();
  const { data } = useQuery({
    queryKey: ['key-storage', 'at-stake', organizations],
    queryFn: () => port.keyStorage.atStake(),
  });
  const needs = data?.ok === true ? data.value : [];
  const unseen = organizations.filter(({ id }) => needs.every(({ organization }) => organization !== id));
  return (
    <div className="flex flex-col gap-3">
      <p>{words.lost.cut}</p>
      {needs.length > 0 && <CutOffList organizations={needs} />}
      {data !== undefined && unseen.length > 0 && <p>{words.lost.unseen(unseen.map(({ name }) => name))}</p>}
    </div>
  );
}
