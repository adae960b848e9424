import type { PhoneView } from '@postern/client';
import {
  Button,
  buttonClass,
  ConfirmDanger,
  PasswordField,
  Section,
  sayWhen,
  Tag,
  useText,
  useToast,
} from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { MethodTitle } from '../key-storage/method-title.tsx';
import { useStepUp } from '../second-factor/step-up.tsx';

/** The phones of the account, on the page of its key storage: which there are, pairing another, letting go of one. */
export function PhoneCard() {
  const words = useText().phone;
  const port = usePort();
  return (
    <Loaded of={['key-storage', 'phones']} load={port.phone.phones}>
      {(phones) => (
        <Section
          title={
            <MethodTitle
              name={words.title}
              isOn={phones.some(({ unpairedAtMs }) => unpairedAtMs === undefined)}
            />
          }
          lead={words.lead}
          aside={
            <Link to="/account/key-storage/phone" className={buttonClass('secondary')}>
              {phones.length === 0 ? words.pair : words.pairAnother}
            </Link>
          }
        >
          {phones.length === 0 ? (
            <p className="text-ink-2">{words.none}</p>
          ) : (
            <>
              <ul className="border-line border-t">
                {phones.map((phone) => (
                  <PhoneRow key={phone.method} phone={phone} />
                ))}
              </ul>
              <p className="mt-3">
                <Link to="/account/forgot-phone" className="prose-link">
                  {words.forgot}
                </Link>
              </p>
            </>
          )}
        </Section>
      )}
    </Loaded>
  );
}

function PhoneRow({ phone }: { readonly phone: PhoneView }) {
  const text = useText();
  const words = text.phone;
  const port = usePort();
  const stepUp = useStepUp();
  const queries = useQueryClient();
  const toast = useToast();
  const task = useTask();
  const [leaving, setLeaving] = useState(false);
  const [password, setPassword] = useState('');
  const unpair = async () => {
    const done = await task.run(() => stepUp(() => port.phone.unpair(phone.method, password)));
    setPassword('');
    if (done === undefined) return;
    setLeaving(false);
    toast({ message: words.unpaired(phone.label) });
    await queries.invalidateQueries({ queryKey: ['key-storage'] });
  };
  const used =
    phone.lastUsedAtMs === undefined
      ? words.neverUsed
      : words.lastUsed(sayWhen(phone.lastUsedAtMs, Date.now(), text));
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b py-3">
      <Smartphone size={16} aria-hidden="true" className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{phone.label}</span>
          {phone.unpairedAtMs !== undefined && <Tag tone="need">{words.unpairedThere}</Tag>}
          {phone.hasPush && phone.unpairedAtMs === undefined && <Tag tone="plain">{words.hasPush}</Tag>}
        </p>
        <p className="text-ink-2 text-sm">
          {words.pairedSince(sayWhen(phone.pairedAtMs, Date.now(), text))}, {used}
        </p>
      </div>
      <Button size="small" aria-label={words.unpairLabel(phone.label)} onClick={() => setLeaving(true)}>
        {words.unpair}
      </Button>
      <ConfirmDanger
        open={leaving}
        onOpenChange={setLeaving}
        title={words.unpairTitle(phone.label)}
        consequence={words.unpairLead}
        action={words.unpair}
        busy={task.busy}
        onConfirm={() => void unpair()}
      >
        <RefusalNotice refusal={task.refusal} />
        <PasswordField
          label={words.password}
          name="password"
          autoComplete="current-password"
          value={password}
          onValueChange={setPassword}
        />
      </ConfirmDanger>
    </li>
  );
}
