import type { Bytes } from '@postern/core';
import Libsql from 'libsql';
import { checkName, type ReplicaStore, type StoreBatch, type StoredValue } from './replica-store.ts';

type Row = { readonly name: string; readonly value: Uint8Array };

/** A store in one SQLite file on disk, for clients that run in Node. The file may be shared by processes. */
export function openDiskStore(path: string): ReplicaStore {
  const db = new Libsql(path);
  db.pragma('busy_timeout = 5000');
  db.pragma('journal_mode = WAL');
  // A batch that was acknowledged survives a crash: pins must never go back.
  db.pragma('synchronous = FULL');
  db.exec('create table if not exists stored (name text primary key, value blob not null) without rowid');
  const one = db.prepare('select name, value from stored where name = ?');
  const names = db.prepare('select name from stored where name >= ? and name < ? order by name');
  const range = db.prepare('select name, value from stored where name >= ? and name < ? order by name');
  const put = db.prepare(
    'insert into stored (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  );
  const remove = db.prepare('delete from stored where name = ?');
  const removeRange = db.prepare('delete from stored where name >= ? and name < ?');

  const find = (name: string): Bytes | undefined => {
    checkName(name);
    const row = one.get(name) as Row | undefined;
    return row === undefined ? undefined : bytesOf(row.value);
  };
  const writeAll = db.transaction((batch: StoreBatch) => {
    for (const prefix of batch.removePrefixes ?? []) removeRange.run(prefix, endOf(prefix));
    for (const name of batch.remove ?? []) remove.run(name);
    for (const [name, value] of batch.put ?? [])
      put.run(name, Buffer.from(value.buffer, value.byteOffset, value.length));
  });

  return {
    get: async (name) => find(name),
    getMany: async (wanted) => wanted.map(find),
    range: async (prefix) =>
      (range.all(prefix, endOf(prefix)) as Row[]).map((row): StoredValue => [row.name, bytesOf(row.value)]),
    names: async (prefix) => (names.all(prefix, endOf(prefix)) as Row[]).map((row) => row.name),
    write: async (batch) => {
      for (const [name] of batch.put ?? []) checkName(name);
      writeAll(batch);
    },
    clear: async () => {
      db.exec('delete from stored');
    },
    close: async () => {
      db.close();
    },
  };
}

/** The first text after every name that begins with `prefix`: names are ASCII below 0x7f. */
function endOf(prefix: string): string {
  return `${prefix}\x7f`;
}

function bytesOf(value: Uint8Array): Bytes {
  return new Uint8Array(value);
}
