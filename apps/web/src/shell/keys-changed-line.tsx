import type { OpenOrganization } from '@postern/client';
import { Button, useText } from '@postern/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePort } from '../port-context.tsx';

/** Somebody with whom vaults are shared has other keys: said once, quietly, to everybody who shares one. */
export function KeysChangedLine({ organization }: { readonly organization: OpenOrganization }) {
  const text = useText().relink;
  const { relink } = usePort();
  const queries = useQueryClient();
  const { data: changed } = useQuery({
    queryKey: ['keys-changed', organization.id, organization.ledgerSeq],
    queryFn: () => relink.keysChanged(),
    throwOnError: true,
  });
  const [newest, ...others] = changed?.ok === true ? changed.value : [];
  if (newest === undefined) return null;
  const read = async () => {
    await relink.noteKeysChanged(newest.seq);
    await queries.invalidateQueries({ queryKey: ['keys-changed', organization.id] });
  };
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-hover px-4 py-1.5 text-sm sm:px-6"
    >
      <span className="min-w-0 wrap-anywhere">
        {text.keysChanged(newest.email, newest.by, newest.sharedVaults)}
        {others.length > 0 && ` ${text.keysChangedMore(others.length)}`}
      </span>
      <Button kind="quiet" size="small" onClick={() => void read()}>
        {text.keysChangedRead}
      </Button>
    </div>
  );
}
