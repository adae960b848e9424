import { fixers, remediesAndFixersOf, remediesOfFixer, remedy } from '@postern/access';
import type { OpenedRequest, RemedyOffer } from '@postern/client';
import type { InviteId } from '@postern/core';
import { Arch, Button, buttonClass, classNames, Select, sayWhen, TextField, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { evidenceLines } from '../check/evidence-lines.ts';
import { dayTextIn } from '../shared/days.ts';
import { vaultRoles } from '../vaults/given.ts';
import { type ChosenRemedy, endOf, type Inputs, isTakenHere, type Obstacle } from './choices.ts';
import { sayStanding, wordsOf } from './remedy-words.ts';
import type { Resending } from './use-resending.ts';

export interface ObstacleChoicesProps {
  readonly request: OpenedRequest;
  readonly obstacle: Obstacle;
  readonly picked: ChosenRemedy | undefined;
  readonly onPick: (remedy: ChosenRemedy | undefined) => void;
  readonly inputs: Inputs;
  readonly onInputs: (inputs: Inputs) => void;
  readonly resending: Resending;
  /** Nothing can be chosen: settled, or offline. */
  readonly readOnly: boolean;
}

/** One thing in the way, who set it, and the remedies for it, each with what it changes. */
export function ObstacleChoices(props: ObstacleChoicesProps) {
  const { obstacle, picked, onPick, readOnly, request } = props;
  const text = useText();
  const name = useId();
  const says = sayStanding(obstacle.code, text);
  const here = obstacle.offers.filter(isTakenHere);
  const others = obstacle.offers.filter((offer) => !isTakenHere(offer));
  const nowMs = Date.now();
  return (
    <section aria-labelledby={name} className="flex gap-4 border-line border-b py-5">
      <span className="pt-0.5 max-sm:hidden">
        <Arch state="shut" size={36} />
      </span>
      <div className="min-w-0 flex-1">
        <h3 id={name} className="font-semibold">
          {says}
        </h3>
        {obstacle.check !== undefined && (
          <p className="text-ink-2 text-sm wrap-anywhere">
            {evidenceLines(obstacle.check, { nowMs, atMs: nowMs, isPast: false }, text).join(' ')}
          </p>
        )}
        {obstacle.code === 'relink_unproven' && request.linkedBy !== undefined && (
          <p className="text-ink-2 text-sm wrap-anywhere">
            {text.relink.fixer.linkedBy(request.linkedBy.by, sayWhen(request.linkedBy.atMs, nowMs, text))}
          </p>
        )}
        {here.length > 0 && (
          <fieldset disabled={readOnly} className="mt-3 flex min-w-0 flex-col">
            <legend className="sr-only">{text.inbox.choose(says)}</legend>
            <div className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line-strong">
              {here.map((offer) => (
                <Option
                  key={offer.remedy}
                  name={name}
                  picked={picked === offer.remedy}
                  disabled={offer.refused !== undefined}
                  title={remedy(offer.remedy).label}
                  says={
                    offer.refused === undefined
                      ? text.inbox.changes[offer.remedy](wordsOf(offer, props.inputs, request, text))
                      : whyNot(offer, text)
                  }
                  onPick={() => onPick(offer.remedy)}
                >
                  {picked === offer.remedy && !readOnly && <OfferInputs {...props} offer={offer} />}
                </Option>
              ))}
              {here.some(({ refused }) => refused === undefined) && (
                <Option
                  name={name}
                  picked={picked === undefined}
                  title={text.inbox.leave}
                  says={text.inbox.leaveSays}
                  onPick={() => onPick(undefined)}
                />
              )}
            </div>
          </fieldset>
        )}
        {others.map((offer) => (
          <Elsewhere
            key={offer.remedy}
            offer={offer}
            request={request}
            resending={props.resending}
            readOnly={readOnly}
          />
        ))}
        {obstacle.offers.length === 0 && <p className="mt-1 text-ink-2">{whoElse(obstacle, text)}</p>}
      </div>
    </section>
  );
}

type Text = ReturnType<typeof useText>;

/** Who may take a remedy, by the catalogue. */
function rolesFor({ ends, remedy: code }: RemedyOffer): string[] {
  return remediesAndFixersOf(ends)
    .fixers.filter((fixer) => fixer !== 'self' && remediesOfFixer(ends, fixer).includes(code))
    .map((fixer) => fixers[fixer]);
}

function whyNot(offer: RemedyOffer, text: Text): string {
  const { mayNot, mayNotWhy } = text.inbox;
  const { custodians = [] } = offer.effect;
  if (offer.remedy === 'reinvite_member' && offer.refused === 'rights_not_covered' && custodians.length > 0) {
    const names = new Intl.ListFormat(text.locale, { type: 'disjunction' }).format(custodians);
    return text.relink.fixer.onlyCustodians(names);
  }
  const why = offer.refused === undefined ? undefined : mayNotWhy[offer.refused];
  return why ?? mayNot(new Intl.ListFormat(text.locale).format(rolesFor(offer)));
}

function whoElse({ code }: Obstacle, text: Text): string {
  const others = remediesAndFixersOf(code).fixers.filter((fixer) => fixer !== 'self');
  return others.length === 0
    ? text.inbox.themselves
    : text.inbox.somebodyElse(new Intl.ListFormat(text.locale).format(others.map((fixer) => fixers[fixer])));
}

interface OptionProps {
  readonly name: string;
  readonly picked: boolean;
  readonly disabled?: boolean;
  readonly title: string;
  readonly says: string;
  readonly onPick: () => void;
  readonly children?: ReactNode;
}

function Option({ name, picked, disabled = false, title, says, onPick, children }: OptionProps) {
  return (
    <div
      className={classNames(
        picked ? 'bg-accent-soft' : 'bg-surface',
        !picked && !disabled && 'hover:bg-hover',
        'has-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
    >
      <label className="flex items-start gap-3 px-3 py-2.5">
        <input
          type="radio"
          name={name}
          checked={picked}
          disabled={disabled}
          onChange={onPick}
          className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none"
        />
        <span className="min-w-0">
          <span className={classNames('block font-medium', disabled && 'text-ink-2')}>{title}</span>
          <span className="block text-ink-2 text-sm wrap-anywhere">{says}</span>
        </span>
      </label>
      {children}
    </div>
  );
}

const offeredDays = [7, 30, 90, 365];

/** What a remedy needs to be told. */
function OfferInputs({ offer, inputs, onInputs }: ObstacleChoicesProps & { readonly offer: RemedyOffer }) {
  const text = useText();
  if (offer.remedy === 'extend_member') {
    const wrong = endOf(inputs, Date.now()) === undefined;
    return (
      <div className="flex flex-col gap-2 px-3 pb-3 pl-10">
        <TextField
          label={text.inbox.endDay}
          hint={text.inbox.endHint}
          error={wrong ? text.inbox.endPast : undefined}
          type="date"
          value={inputs.endDay}
          onValueChange={(endDay) => onInputs({ ...inputs, endDay })}
        />
        <div className="flex flex-wrap gap-1.5">
          {offeredDays.map((days) => (
            <Button
              key={days}
              size="small"
              onClick={() => onInputs({ ...inputs, endDay: dayTextIn(days, Date.now()) })}
            >
              {text.members.endIn(days)}
            </Button>
          ))}
        </div>
      </div>
    );
  }
  if (offer.remedy === 'share_vault') {
    return (
      <div className="px-3 pb-3 pl-10">
        <Select
          label={text.inbox.shareAs}
          value={inputs.role}
          options={vaultRoles.map((value) => ({ value, label: text.vaultAccess.roles[value].name }))}
          hint={text.vaultAccess.roles[inputs.role].says}
          onValueChange={(role) => onInputs({ ...inputs, role })}
        />
      </div>
    );
  }
  if (offer.remedy === 'reinvite_member' || offer.remedy === 'confirm_words') {
    const { hints } = text.relink.fixer;
    return (
      <div className="flex flex-col gap-2 px-3 pb-3 pl-10">
        <TextField
          label={text.relink.fixer.words}
          hint={hints[offer.remedy]}
          value={inputs.words}
          onValueChange={(words) => onInputs({ ...inputs, words })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <p className="text-ink-2 text-sm">{text.relink.fixer.noUndo}</p>
      </div>
    );
  }
  return null;
}

/** A remedy that hands over a link or words. */
function Elsewhere({
  offer,
  request,
  resending,
  readOnly,
}: {
  readonly offer: RemedyOffer;
  readonly request: OpenedRequest;
  readonly resending: Resending;
  readonly readOnly: boolean;
}) {
  const text = useText();
  const { organization } = useParams({ from: '/$organization' });
  const words = wordsOf(offer, { endDay: '', role: 'reader', words: '' }, request, text);
  const { effect } = offer;
  const search = { email: request.email, request: request.request };
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{remedy(offer.remedy).label}</p>
        <p className="text-ink-2 text-sm wrap-anywhere">
          {offer.refused !== undefined
            ? whyNot(offer, text)
            : isTakenHere(offer)
              ? ''
              : text.inbox.changes[offer.remedy](words)}
        </p>
      </div>
      {offer.refused === undefined && !readOnly && (
        <>
          {offer.remedy === 'invite_member' && (
            <Link
              to="/$organization/administration/invitations/new"
              params={{ organization }}
              search={search}
              className={buttonClass('primary')}
            >
              {text.inbox.invite}
            </Link>
          )}
          {offer.remedy === 'resend_invitation' && effect.invite !== undefined && (
            <Button
              kind="primary"
              busy={resending.busy}
              onClick={() => resending.send(effect.invite as InviteId)}
            >
              {text.invitations.resend}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
