import type { OpenedRequest, RemedyChoice } from '@postern/client';
import { Button, useHotkeys, useText } from '@postern/ui';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { NoteField } from '../../asking/ask-form.tsx';
import { dayTextIn } from '../shared/days.ts';
import { useMay } from '../shared/may.tsx';
import {
  choiceOf,
  type Inputs,
  isTakenHere,
  leastRoleWith,
  leastThatHelps,
  obstaclesOf,
  type Picked,
} from './choices.ts';
import { ObstacleChoices } from './obstacle-choices.tsx';
import { asOne, wordsOf } from './remedy-words.ts';
import type { Resending } from './use-resending.ts';
import type { Settling } from './use-settling.ts';

/** So long an extension is at first, in days. */
const extensionDays = 30;

/** What stands in the way, one choice for each, and one button that does all of it. */
export function SettleForm({
  request,
  settling,
  resending,
}: {
  readonly request: OpenedRequest;
  readonly settling: Settling;
  readonly resending: Resending;
}) {
  const text = useText();
  const words = text.inbox;
  const may = useMay();
  const obstacles = obstaclesOf(request);
  const [picks, setPicks] = useState<Picked>({});
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [inputs, setInputs] = useState<Inputs>(() => ({
    endDay: dayTextIn(extensionDays, Date.now()),
    role: leastRoleWith(request.about?.kind === 'vault' ? request.about.right : undefined),
    words: '',
  }));
  const [refusing, setRefusing] = useState(false);
  const refuseButton = useRef<HTMLButtonElement>(null);
  const least = leastThatHelps(obstacles);
  const pickedFor = (code: keyof Picked) => (touched.has(code) ? picks[code] : least[code]);

  const chosen = obstacles.flatMap(({ code, offers }) => {
    const picked = pickedFor(code);
    const offer = offers.find(({ remedy, refused }) => remedy === picked && refused === undefined);
    return offer !== undefined && isTakenHere(offer) ? [offer] : [];
  });
  const choices = chosen.map((offer) => choiceOf(offer, inputs, words.label(request.email), Date.now()));
  const ready = choices.length > 0 && choices.every((choice): choice is RemedyChoice => choice !== undefined);
  const did = asOne(
    chosen.map((offer) => words.does[offer.remedy](wordsOf(offer, inputs, request, text))),
    text,
  );
  const settle = () => {
    if (!ready || !may.now || settling.busy) return;
    void settling.settle(choices as readonly RemedyChoice[], did);
  };
  useHotkeys({ 'mod+Enter': refusing ? undefined : settle });

  return (
    // A list of options takes Enter to itself, so that it is heard here before.
    <div
      className="mt-5"
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || refusing) return;
        event.preventDefault();
        event.stopPropagation();
        settle();
      }}
    >
      <h2 tabIndex={-1} className="border-line border-b pb-3 font-medium outline-none">
        {words.standing(obstacles.length)}
      </h2>
      {obstacles.map((obstacle) => (
        <ObstacleChoices
          key={obstacle.code}
          request={request}
          obstacle={obstacle}
          picked={pickedFor(obstacle.code)}
          onPick={(remedy) => {
            setTouched(new Set([...touched, obstacle.code]));
            setPicks({ ...picks, [obstacle.code]: remedy });
          }}
          inputs={inputs}
          onInputs={setInputs}
          resending={resending}
          readOnly={!may.now || settling.busy}
        />
      ))}
      <div className="mt-5 flex flex-col gap-4">
        <RefusalNotice refusal={settling.refusal ?? resending.refusal} />
        {refusing ? (
          <RefuseForm
            busy={settling.busy}
            onRefuse={(note) => void settling.refuse(note)}
            onClose={() => {
              flushSync(() => setRefusing(false));
              refuseButton.current?.focus();
            }}
          />
        ) : (
          <div className="flex flex-wrap items-center gap-3">
            {chosen.length > 0 && (
              <Button
                kind="primary"
                busy={settling.busy}
                disabled={!ready || !may.now}
                aria-keyshortcuts="Control+Enter Meta+Enter"
                className="h-auto min-h-9 max-w-full whitespace-normal py-1.5 text-left"
                onClick={settle}
              >
                {did}
              </Button>
            )}
            <Button ref={refuseButton} disabled={!may.now} onClick={() => setRefusing(true)}>
              {words.refuse}
            </Button>
          </div>
        )}
        {chosen.length > 1 && !refusing && <p className="text-ink-2 text-sm">{words.settleLead}</p>}
        {!may.now && <p className="text-ink-2 text-sm">{text.administration.offline}</p>}
      </div>
    </div>
  );
}

function RefuseForm({
  busy,
  onRefuse,
  onClose,
}: {
  readonly busy: boolean;
  readonly onRefuse: (note: string) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const words = text.inbox;
  const [note, setNote] = useState('');
  return (
    <form
      ref={(form) => form?.querySelector('textarea')?.focus()}
      className="flex max-w-lg flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onRefuse(note);
      }}
    >
      <NoteField label={words.refuseNote} hint={words.refuseHint} note={note} onNote={setNote} />
      <div className="flex flex-wrap gap-2">
        <Button kind="danger" type="submit" busy={busy}>
          {words.refuseNow}
        </Button>
        <Button onClick={onClose}>{text.controls.cancel}</Button>
      </div>
    </form>
  );
}
