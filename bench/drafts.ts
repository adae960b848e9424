import type { EntryDraft } from '../packages/client/src/port.ts';

const places = ['Harbour', 'Depot', 'Customs', 'Fuel', 'Payroll', 'Crane', 'Ferry', 'Archive', 'Weather'];
const kinds = ['portal', 'login', 'mailbox', 'console', 'wiki', 'bank', 'router', 'ticket desk'];
const tags = ['north', 'south', 'shared', 'old', 'urgent', 'audit'];

/** Logins as a freight company has them, `from` to `to` exclusive; the same for the same numbers. */
export function draftsOf(from: number, to: number): EntryDraft[] {
  return Array.from({ length: to - from }, (_, at) => {
    const n = from + at;
    const place = places[n % places.length];
    const kind = kinds[(n >> 3) % kinds.length];
    return {
      type: 'login',
      title: `${place} ${kind} ${n}`,
      user: `clerk-${n % 97}@northwind.example`,
      password: `wJ7-${(n * 2654435761) % 4294967296}-qR`,
      urls: [`https://${kind?.replace(' ', '-')}-${n % 211}.${place?.toLowerCase()}.example/sign-in`],
      notes: n % 4 === 0 ? `Asked for by the night shift of berth ${n % 13}. Ring before changing it.` : '',
      tags: n % 3 === 0 ? [tags[n % tags.length] ?? 'north'] : [],
      folder: undefined,
      favourite: n % 50 === 0,
      custom: [],
    };
  });
}
