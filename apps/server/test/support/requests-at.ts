import {
  appendLedger,
  askForAccess,
  listOwnRequests,
  listRequests,
  readRequest,
  refuseRequest,
  reopenRequest,
} from '@postern/contract';
import type { RequestId } from '@postern/core';
import { callEndpoint } from './call-endpoint.ts';
import { type SeededPerson, seedPerson } from './seeded-person.ts';
import { addMember } from './team.ts';
import { TestMember } from './test-member.ts';
import type { TestServer } from './test-server.ts';

/** The value of an answer; fails for a refusal. */
export function good<Value>(
  answer: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: string },
): Value {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer.value;
}

/** Asking for access and settling at a server, and organizations to ask at. Every name that they make is a new one. */
export function requestsAt(server: () => TestServer) {
  let count = 0;
  const nameOf = (start: string) => `${start}${++count}`;
  const somebody = (name: string) => seedPerson(server(), nameOf(name));

  /** Maya owns it, Dana administers it, Leo is a member. */
  async function northwind() {
    const address = nameOf('northwind-');
    const maya = await TestMember.foundReady(server(), await somebody('maya'), address);
    const dana = await addMember(maya, await somebody('dana'), { role: 'administrator' });
    const leo = await addMember(maya, await somebody('leo'));
    return { address, maya, dana, leo };
  }

  const ask = (
    address: string,
    { token }: Pick<SeededPerson, 'token'>,
    body: Record<string, unknown>,
    headers = {},
  ) =>
    callEndpoint(
      server().url,
      askForAccess,
      { params: { address }, body: { note: '', ...body }, headers },
      token,
    );

  async function mustAsk(...of: Parameters<typeof ask>) {
    const asked = await ask(...of);
    if (!asked.ok) throw new Error(`not asked: ${asked.code} ${JSON.stringify(asked)}`);
    return asked.value;
  }

  async function own(address: string, { token }: Pick<SeededPerson, 'token'>) {
    const listed = good(await callEndpoint(server().url, listOwnRequests, { params: { address } }, token));
    return listed.requests;
  }

  async function inbox(member: TestMember, query: Record<string, string> = {}) {
    return good(await member.call(listRequests, { query }));
  }

  const read = (member: TestMember, request: RequestId) => member.call(readRequest, { params: { request } });
  const refusing = (member: TestMember, request: RequestId, note = '') =>
    member.call(refuseRequest, { params: { request }, body: { note } });
  const reopen = (member: TestMember, request: RequestId) =>
    member.call(reopenRequest, { params: { request }, body: {} });

  /** Enables somebody, meant for a request. */
  async function enableFor(by: TestMember, who: TestMember, request: RequestId) {
    await by.catchUpLedger();
    const drafted = await by.draft('enable', { member: who.member });
    const appended = await by.call(appendLedger, { body: { ...drafted.body, request } });
    if (appended.ok) by.state = drafted.state;
    return appended;
  }

  const disable = (by: TestMember, who: TestMember) =>
    by.mustChange('disable', { heads: [], member: who.member });

  return {
    nameOf,
    somebody,
    northwind,
    ask,
    mustAsk,
    own,
    inbox,
    read,
    refusing,
    reopen,
    enableFor,
    disable,
  };
}
