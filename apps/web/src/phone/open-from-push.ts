import { openAsked } from '../app-shell/open-asked.ts';

/** Calls back when a notification that a device asks was pressed. Answers the function that ends it. */
export function onOpenFromPush(open: () => void): () => void {
  const listen = ({ data }: MessageEvent<unknown>) => {
    if (data === openAsked) open();
  };
  const container = navigator.serviceWorker;
  container?.addEventListener('message', listen);
  return () => container?.removeEventListener('message', listen);
}
