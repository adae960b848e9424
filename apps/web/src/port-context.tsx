import type { ClientPort, OpenOrganization, Snapshot } from '@postern/client';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';

const PortContext = createContext<ClientPort | undefined>(undefined);

/** Gives the pages inside it the client they draw from. */
export function PortProvider({
  port,
  children,
}: {
  readonly port: ClientPort;
  readonly children: ReactNode;
}) {
  return <PortContext value={port}>{children}</PortContext>;
}

/** The client. */
export function usePort(): ClientPort {
  const port = useContext(PortContext);
  if (port === undefined) throw new Error('a page was drawn outside PortProvider');
  return port;
}

/** The client's snapshot, drawn again when it changes. */
export function useSnapshot(): Snapshot {
  const port = usePort();
  return useSyncExternalStore(port.subscribe, port.snapshot);
}

/** The organization inside whose gate this page is drawn. */
export function useOpenOrganization(): OpenOrganization {
  const open = useSnapshot().entered?.open;
  if (open === undefined) throw new Error('a page of an organization was drawn outside its gate');
  return open;
}
