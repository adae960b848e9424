import type { RuleCode } from '@postern/access';
import type { OwnersDoorView, RecoveryView } from '@postern/client';
import { Button, Checkbox, Notice, Page, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { ScanCode } from '../../scan/scan-code.tsx';
import { useTask } from '../../use-task.ts';
import { GiveKit } from '../organization/give-kit.tsx';

type OpenDoor = Extract<OwnersDoorView, { state: 'open' }>;

export interface ComeBackProps {
  readonly view: OpenDoor;
  readonly address: string;
  /** The owner is back: inside, or as soon as the second factor is given. */
  readonly onDone: (entered: boolean) => void;
  readonly onLost: () => void;
}

/** `rules`: what keeps this session out. `onLost` is absent where there is no page of who else could help. */
interface StepsProps extends Pick<ComeBackProps, 'onDone'> {
  readonly rules: readonly RuleCode[];
  readonly onLost?: () => void;
}

/**
 * The way back with the recovery code, a page for each step: which organization, the code, what happens, and on.
 * INVARIANT: the code is asked for only once the device's own pins or the kit have said which organization is at this
 * address, and nothing that the server says stands beside it (attack row X1). `begun`: what was read and verified.
 */
export function ComeBack({
  rules,
  begun,
  onBegun,
  onDone,
  onLost,
}: StepsProps & {
  readonly begun: RecoveryView;
  readonly onBegun: (known: RecoveryView) => void;
}) {
  const text = useText();
  const words = text.comeBack;
  const port = usePort();
  const task = useTask();
  const [given, setGiven] = useState<{ readonly text: string; readonly version: number }>();
  const take = async (typed: string) => {
    const checked = await task.run(() => port.account.checkRecoveryCode(typed));
    if (checked === undefined) return;
    // What happens is said before it is asked for, and what that is the history says, which may want to see the kit.
    const read = await task.run(() => port.account.readWithCode(typed));
    if (read === undefined) return;
    onBegun(read.value);
    setGiven({ text: typed, version: checked.value.version });
  };
  if (!begun.identified) {
    return (
      <Page title={words.identifyTitle} lead={words.identifyLead}>
        <Identify
          onIdentified={(known, kit) => {
            onBegun(known);
            if (kit !== undefined) void take(kit);
          }}
        />
        {onLost !== undefined && <CannotFind onLost={onLost} />}
      </Page>
    );
  }
  if (given === undefined) {
    return (
      <Page title={words.codeTitle} lead={words.codeLead}>
        <div className="flex max-w-xl flex-col gap-5">
          <RefusalNotice refusal={task.refusal} />
          <GiveKit onText={(typed) => void take(typed)} busy={task.busy} />
        </div>
        {onLost !== undefined && <CannotFind onLost={onLost} />}
      </Page>
    );
  }
  return (
    <Page title={words.confirmTitle} lead={words.confirmLead(given.version)}>
      <Confirm
        rules={rules}
        known={begun}
        given={given}
        onOther={() => setGiven(undefined)}
        onDone={onDone}
      />
    </Page>
  );
}

function CannotFind({ onLost }: { readonly onLost: () => void }) {
  const words = useText().ownersDoor;
  return (
    <p className="mt-8 max-w-xl border-line border-t pt-5">
      <Button onClick={onLost}>{words.cannotFind}</Button>
    </p>
  );
}

/** Asks the kit which organization it is for. `text`: of a kit that was scanned or chosen, which has the code as well. */
function Identify({
  onIdentified,
}: {
  readonly onIdentified: (known: RecoveryView, text: string | undefined) => void;
}) {
  const words = useText().comeBack;
  const port = usePort();
  const task = useTask();
  const [typed, setTyped] = useState('');
  const identify = async (given: string, isKit: boolean) => {
    const known = await task.run(() => port.account.identifyOrganization(given));
    if (known !== undefined) onIdentified(known.value, isKit ? given : undefined);
  };
  return (
    <div className="flex max-w-xl flex-col gap-6">
      <RefusalNotice refusal={task.refusal} />
      <form
        className="flex flex-col items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void identify(typed, false);
        }}
      >
        <TextField
          label={words.idStart}
          hint={words.idStartHint}
          value={typed}
          onValueChange={setTyped}
          mono
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          minLength={12}
          required
          autoFocus
          className="max-w-52"
        />
        <Button kind="primary" type="submit" busy={task.busy}>
          {words.identify}
        </Button>
      </form>
      <div className="border-line border-t pt-5">
        <p className="mb-3 font-medium">{words.identifyOr}</p>
        <ScanCode onText={(text) => void identify(text, true)} busy={task.busy} />
      </div>
    </div>
  );
}

const isFactor = (code: string) => code.startsWith('mfa_');

function Confirm({
  rules,
  known,
  given,
  onOther,
  onDone,
}: {
  readonly rules: readonly RuleCode[];
  readonly known: RecoveryView;
  readonly given: { readonly text: string; readonly version: number };
  readonly onOther: () => void;
  readonly onDone: (entered: boolean) => void;
}) {
  const words = useText().comeBack;
  const port = usePort();
  const task = useTask();
  const { lostFactor, ownAddress, organization } = known;
  const asksAddress = rules.includes('ip_not_allowed') && ownAddress !== undefined;
  const [address, setAddress] = useState(asksAddress);
  const kitMadeBy = organization?.kitMadeBy;
  const resetsFactor = lostFactor && kitMadeBy === undefined;
  const [secondFactor, setSecondFactor] = useState(lostFactor || rules.some(isFactor));
  const custodians = organization?.custodians ?? [];
  const comeBack = async () => {
    const end = await task.run(() => port.account.recoverOrganization(given.text, { address, secondFactor }));
    if (end !== undefined) onDone(end.value.entered);
  };
  return (
    <>
      <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5">
        <li>{words.happens.keys(organization?.name ?? '')}</li>
        <li>{words.happens.vaults(organization?.vaultCount ?? 0)}</li>
        <li>
          {custodians.length === 0 ? words.happens.alone : words.happens.custodians(custodians.join(', '))}
        </li>
        <li>{words.happens.stays}</li>
        <li>{words.happens.told}</li>
      </ul>
      <div className="mt-5 flex max-w-prose flex-col gap-3">
        {asksAddress && (
          <Checkbox checked={address} onCheckedChange={setAddress}>
            {words.exemptAddress(ownAddress)}
          </Checkbox>
        )}
        <Checkbox checked={secondFactor} onCheckedChange={setSecondFactor}>
          {resetsFactor ? words.exemptFactorLost : words.exemptFactor}
        </Checkbox>
        {lostFactor && kitMadeBy !== undefined && <Notice tone="need">{words.factorStays(kitMadeBy)}</Notice>}
      </div>
      <div className="mt-5 flex flex-col gap-4">
        <RefusalNotice refusal={task.refusal} />
        {task.busy && <Notice>{words.working}</Notice>}
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" busy={task.busy} onClick={() => void comeBack()}>
            {words.submit}
          </Button>
          <Button disabled={task.busy} onClick={onOther}>
            {words.other}
          </Button>
        </div>
      </div>
    </>
  );
}
