import { Button, useText } from '@postern/ui';
import { useSyncExternalStore } from 'react';
import { hasNewerBuild, takeNewerBuild, watchNewerBuild } from '../app-shell/newer-build.ts';

/** Says in the installed app that a newer build of it is there. */
export function NewerBuildLine() {
  const text = useText().phoneApp;
  if (!useSyncExternalStore(watchNewerBuild, hasNewerBuild)) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-2 border-line border-b bg-accent-soft px-4 py-1.5 text-sm sm:px-6"
    >
      {text.newerBuild}
      <Button kind="quiet" onClick={takeNewerBuild}>
        {text.useNewerBuild}
      </Button>
    </div>
  );
}
