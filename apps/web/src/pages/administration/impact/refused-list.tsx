import type { ShutWayView, TouchedPerson } from '@postern/client';
import { Button, sayWhen, Tag, type UiText, useText } from '@postern/ui';
import { useState } from 'react';
import { refusalSentence } from '../../../refusal-text.tsx';
import { sayDay } from '../shared/days.ts';
import { groupByDenial } from './say-impact.ts';

const shownFirst = 4;
const shownMore = 50;
const placesShown = 3;

/** People with the sentence that each would see, and where it would meet them. One that all would see is said once. */
export function RefusedList({ people }: { readonly people: readonly TouchedPerson[] }) {
  const text = useText();
  const [count, setCount] = useState(shownFirst);
  const shared = sharedSentence(people);
  const more = Math.min(shownMore, people.length - count);
  return (
    <>
      {shared !== undefined && <p className="text-sm">{text.impact.see(shared)}</p>}
      <ul className="flex flex-col gap-3">
        {people.slice(0, count).map((person) => (
          <li key={person.member} className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2">
              <span className="wrap-anywhere font-medium">{person.email}</span>
              {person.isSelf && <Tag tone="need">{text.administration.you}</Tag>}
            </p>
            {groupByDenial(person.refused).map(({ way, places }) => (
              <div key={placeKey(way)} className="mt-0.5 border-line-strong border-l-2 pl-2.5 text-sm">
                {shared === undefined && (
                  <p>
                    {way.fromMs !== null && `${text.impact.fromDay(sayDay(way.fromMs, text.locale))} `}
                    {refusalSentence(way.denial)}
                  </p>
                )}
                {places.slice(0, placesShown).map((place) => (
                  <p key={placeKey(place)} className="wrap-anywhere text-ink-2">
                    {sayPlace(place, text)}
                  </p>
                ))}
                {places.length > placesShown && (
                  <p className="text-ink-2">{text.impact.moreWays(places.length - placesShown)}</p>
                )}
              </div>
            ))}
            {person.stillIn > 0 && (
              <p className="mt-0.5 text-ink-2 text-sm">{text.impact.stillIn(person.stillIn)}</p>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <div>
          <Button size="small" onClick={() => setCount(count + shownMore)}>
            {text.impact.showMore(more)}
          </Button>
        </div>
      )}
    </>
  );
}

/** The one sentence that every one of them would see, from the same day on; undefined where they differ. */
function sharedSentence(people: readonly TouchedPerson[]): string | undefined {
  const [first, ...others] = people.flatMap(({ refused }) => refused);
  if (first === undefined || people.length < 2) return undefined;
  const sentence = refusalSentence(first.denial);
  const isSame = (way: ShutWayView) =>
    way.fromMs === first.fromMs && refusalSentence(way.denial) === sentence;
  return others.every(isSame) ? sentence : undefined;
}

const placeKey = ({ clientKind, clientVersion, address, denial, fromMs }: ShutWayView) =>
  `${clientKind} ${clientVersion} ${address} ${denial.code} ${fromMs}`;

function sayPlace({ clientKind, clientVersion, address, lastAtMs }: ShutWayView, text: UiText): string {
  const client = `${text.checkAccess.clients[clientKind]} ${clientVersion}`;
  return text.impact.from(client, address, sayWhen(lastAtMs, Date.now(), text));
}
