import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass, IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { popupClass } from './popup.ts';
import { useText } from './text/use-text.tsx';

export interface ToastContent {
  /** What has happened, as one sentence. Never a secret. */
  readonly message: ReactNode;
  /** Takes it back; the toast stays longer when there is one. */
  readonly undo?: () => void;
  readonly tone?: 'plain' | 'loss';
}

/** How long a toast stays, in milliseconds: long enough to read, longer when it can be undone. */
const readMs = 5_000;
const undoMs = 12_000;

/** The function that says something in the corner of the page. */
export function useToast(): (content: ToastContent) => void {
  const manager = Base.useToastManager();
  const text = useText();
  return ({ message, undo, tone = 'plain' }) => {
    const id = manager.add({
      // The same sentence again takes the place of the first; two that can be taken back stay two, for each takes back its own.
      ...(typeof message === 'string' && undo === undefined ? { id: message } : {}),
      title: message,
      type: tone,
      priority: tone === 'loss' ? 'high' : 'low',
      timeout: undo === undefined ? readMs : undoMs,
      actionProps:
        undo === undefined
          ? undefined
          : {
              children: text.controls.undo,
              onClick: () => {
                manager.close(id);
                undo();
              },
            },
    });
  };
}

function Toasts() {
  const { toasts } = Base.useToastManager();
  const text = useText();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={classNames(
        popupClass,
        'pointer-events-auto py-1.5 pr-1.5 pl-4 data-limited:hidden max-sm:not-first:hidden',
      )}
    >
      <Base.Content className="flex min-h-9 items-center gap-2">
        <Base.Title render={<p />} className={classNames('flex-1', toast.type === 'loss' && 'text-loss')} />
        {toast.actionProps !== undefined && <Base.Action className={buttonClass('quiet', 'small')} />}
        <Base.Close render={<IconButton size="small" label={text.controls.close} />}>
          <X size={14} />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

/** Holds the toasts of everything inside it; once per page. A phone has room for the newest only, and above a dialog, which rises from below. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="pointer-events-none fixed inset-x-3 bottom-3 z-60 flex flex-col gap-2 sm:left-auto sm:w-96 [body:has([data-bulk-bar])_&]:bottom-20 max-sm:[body:has([data-sheet])_&]:top-3 max-sm:[body:has([data-sheet])_&]:bottom-auto">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
