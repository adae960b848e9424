import { Button, Page, useText } from '@postern/ui';
import { useState } from 'react';

/** Shown when a page threw. The error itself stays out of the page: it may hold what was being handled. */
export function FaultPage() {
  const text = useText();
  const [atMs] = useState(() => Date.now());
  return (
    <Page title={text.fault.title} lead={text.fault.lead}>
      <p className="mb-6 text-ink-2">{text.fault.at(new Date(atMs).toLocaleTimeString(text.locale))}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        {text.fault.reload}
      </Button>
    </Page>
  );
}
