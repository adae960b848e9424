import type { CustomField, EntryDraft, OpenedEntry } from '@postern/client';
import { type EntryId, type FolderId, newId, type VaultId } from '@postern/core';
import { en } from '@postern/ui';
import { describe, expect, it } from 'vitest';
import { differencesBetween } from './conflict-differences.ts';

const harbours = newId<FolderId>();
const yours: EntryDraft = {
  type: 'login',
  title: 'Port authority',
  user: 'desk',
  password: 'Wharf-17',
  urls: ['https://port.example'],
  notes: '',
  tags: [],
  folder: undefined,
  favourite: false,
  custom: [],
};
const others = {
  vault: newId<VaultId>(),
  entry: newId<EntryId>(),
  revision: 2,
  createdAtMs: 1,
  changedAtMs: 2,
  trashedAtMs: undefined,
  history: [],
};

/** The lines as `label: yours | theirs`. */
function lines(theirs: Partial<OpenedEntry>, mine: Partial<EntryDraft> = {}): string[] {
  const draft = { ...yours, ...mine };
  const folders = [{ id: harbours, name: 'Harbours' }];
  const found = differencesBetween(draft, { ...draft, ...others, ...theirs }, folders, en);
  expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
  return found.map((difference) => `${difference.label}: ${difference.yours} | ${difference.theirs}`);
}

const field = (name: string, value: string, kind: CustomField['kind'] = 'text'): CustomField => ({
  kind,
  name,
  value,
});

describe('what two versions of an entry differ in', () => {
  it('is nothing when they say the same', () => {
    expect(lines({})).toEqual([]);
    expect(lines({}, { custom: [field('Berth', 'K-14'), field('Berth', 'K-15')] })).toEqual([]);
  });

  it.each<[Partial<OpenedEntry>, string]>([
    [{ type: 'note' }, 'Type: Login | Secure note'],
    [{ title: 'Port' }, 'Title: Port authority | Port'],
    [{ user: '' }, 'User: desk | '],
    [{ password: 'Wharf-18' }, 'Password: Wharf-17 | Wharf-18'],
    [{ urls: [] }, 'Website: https://port.example | '],
    [{ notes: 'Ring twice' }, 'Notes:  | Ring twice'],
    [{ tags: ['daily', 'sea'] }, 'Tags:  | daily, sea'],
    [{ folder: harbours }, 'Folder: No folder | Harbours'],
    [{ folder: newId<FolderId>() }, 'Folder: No folder | A folder that was deleted'],
    [{ favourite: true }, 'Favourite: No | Yes'],
    [{ trashedAtMs: 5 }, 'Trash: Not in the trash | In the trash'],
  ])('names %o', (theirs, line) => {
    expect(lines(theirs)).toEqual([line]);
  });

  it('names every field, by name and place, with its kind', () => {
    const mine = { custom: [field('PIN', '1', 'hidden'), field('PIN', '2'), field('Berth', '')] };
    expect(lines({ custom: [field('PIN', '1'), field('PIN', '3'), field('Berth', '')] }, mine)).toEqual([
      'Kind of PIN: Hidden | Text',
      'PIN (2): 2 | 3',
    ]);
    expect(lines({ custom: [field('PIN', '1', 'hidden'), field('PIN', '2')] }, mine)).toEqual([
      'Kind of Berth: Text | Not there',
    ]);
    expect(
      lines({ custom: [mine.custom[2], mine.custom[0], mine.custom[1]] as CustomField[] }, mine),
    ).toEqual(['Order of the fields: PIN, PIN, Berth | Berth, PIN, PIN']);
  });

  it('shows hidden values in the type of secrets', () => {
    const found = differencesBetween(
      { ...yours, custom: [field('PIN', '1')] },
      { ...yours, ...others, password: 'x', custom: [field('PIN', '2', 'hidden')] },
      [],
      en,
    );
    expect(found.filter(({ isSecret }) => isSecret).map(({ label }) => label)).toEqual(['Password', 'PIN']);
  });
});
