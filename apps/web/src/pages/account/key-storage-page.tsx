import { Notice, Page, useText } from '@postern/ui';
import { KeyRound } from 'lucide-react';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';

/** The ways this account's keys reach a new device. */
export function KeyStoragePage() {
  const text = useText();
  const port = usePort();
  return (
    <Page title={text.keyStorage.title} lead={text.keyStorage.lead}>
      <Loaded of={['key-storage']} load={port.keyStorage.read}>
        {(storage) => (
          <div className="flex flex-col gap-6">
            <ul aria-label={text.keyStorage.caption} className="border-line border-t">
              {storage.methods.map((method) => (
                <li key={method.id} className="flex items-start gap-3 border-line border-b py-3">
                  <KeyRound size={16} aria-hidden="true" className="mt-0.5 text-ink-3" />
                  <div>
                    <p className="font-medium">{text.keyStorage.kinds[method.kind].name}</p>
                    <p className="text-ink-2">{text.keyStorage.kinds[method.kind].lead}</p>
                  </div>
                </li>
              ))}
            </ul>
            {storage.methods.length === 1 && <Notice tone="need">{text.keyStorage.only}</Notice>}
            <p className="text-ink-2 text-sm">
              {text.keyStorage.generation(storage.generation)} · {text.keyStorage.version(storage.version)}
            </p>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
