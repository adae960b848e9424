import type { OpenPath } from '../app-shell/push-notice.ts';

const phonePages = /^\/phone(?:\/requests\/[\w-]{22})?$/;

/** Calls back with the page that a pressed notification leads to. Answers the function that ends it. */
export function onOpenFromPush(open: (path: string) => void): () => void {
  const listen = ({ data }: MessageEvent<Partial<OpenPath> | null>) => {
    if (typeof data?.open === 'string' && phonePages.test(data.open)) open(data.open);
  };
  const container = navigator.serviceWorker;
  container?.addEventListener('message', listen);
  return () => container?.removeEventListener('message', listen);
}
