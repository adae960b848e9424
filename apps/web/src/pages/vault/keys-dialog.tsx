import { Dialog, useText } from '@postern/ui';

/** The keys and what they do. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const keys: readonly [string, string][] = [
    ['/', text.hotkeys.search],
    ['n', text.hotkeys.add],
    ['e', text.hotkeys.edit],
    ['u', text.hotkeys.copyUser],
    ['c', text.hotkeys.copyPassword],
    ['o', text.hotkeys.open],
    ['r', text.hotkeys.reveal],
    ['l', text.hotkeys.lock],
    ['↑ ↓', text.hotkeys.move],
    ['Ctrl K', text.hotkeys.everything],
    ['?', text.hotkeys.keys],
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={text.hotkeys.title}
      description={text.hotkeys.lead}
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt className="justify-self-start rounded-sm border border-line bg-ground px-1.5 font-medium font-mono text-ink-2 text-xs leading-5">
              {key}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
