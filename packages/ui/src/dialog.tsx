import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
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
  /** What a person does here first; when absent the first field, or where there is none the first button. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

const fields = [
  'input:not([type="hidden"], [type="checkbox"], [type="radio"], [aria-hidden="true"], :disabled)',
  'input[type="radio"]:checked:not(:disabled)',
  'textarea:not(:disabled)',
].join();

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
  const body = useRef<HTMLDivElement>(null);
  // Whoever opened it by touch would have the keyboard of the screen rise over it.
  const firstField = (by: string) =>
    by === 'touch' ? true : (body.current?.querySelector<HTMLElement>(fields) ?? true);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end-safe justify-center overflow-y-auto p-2 sm:items-center-safe sm:p-6">
          <Base.Popup
            data-sheet=""
            initialFocus={initialFocus ?? firstField}
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
            {children !== undefined && (
              <div ref={body} className="px-5 pt-4">
                {children}
              </div>
            )}
            <footer className="flex flex-wrap justify-end gap-2 p-5">{footer}</footer>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
