import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { popupClass } from './popup.ts';
import { useText } from './text/use-text.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** What a person does here first; the first button when absent. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** A question or form above the page. On a phone it rises from the lower edge. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide = false,
  initialFocus,
}: DialogProps) {
  const text = useText();
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end-safe justify-center overflow-y-auto p-2 sm:items-center-safe sm:p-6">
          <Base.Popup
            {...(initialFocus === undefined ? {} : { initialFocus })}
            className={classNames(popupClass, 'w-full rounded-xl p-0', wide ? 'max-w-2xl' : 'max-w-md')}
          >
            <header className="flex items-start gap-3 px-5 pt-5">
              <div className="min-w-0 flex-1">
                <Base.Title className="font-semibold text-lg">{title}</Base.Title>
                {description !== undefined && (
                  <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>
                )}
              </div>
              <Base.Close render={<IconButton size="small" label={text.controls.close} />}>
                <X size={16} />
              </Base.Close>
            </header>
            {children !== undefined && <div className="px-5 pt-4">{children}</div>}
            <footer className="flex flex-wrap justify-end gap-2 p-5">{footer}</footer>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
