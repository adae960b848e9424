import type { SealedKey } from '@postern/contract';
import {
  type Bytes,
  fromBase64Url,
  type MemberId,
  type OrganizationId,
  ok,
  type Result,
  refuse,
} from '@postern/core';
import { isSealed, isWrapped, ObjectType } from '@postern/crypto/public';
import type { RequiredSealedKey } from '@postern/ledger';
import type { SealedKeyRow } from './ledger-queries.ts';

type Named = Pick<RequiredSealedKey, 'subject' | 'epoch' | 'recipient'>;

/**
 * The rows of exactly the sealed keys that the events call for, each given by the asking member; a missing, extra,
 * repeated or foreign one is `sealed_keys_incomplete`, and one that is no such object `object_malformed`.
 * What is inside, the server cannot know: whoever opens it compares the ledger's commitment.
 */
export function checkSealedKeys(
  organization: OrganizationId,
  granter: MemberId,
  required: readonly RequiredSealedKey[],
  given: readonly SealedKey[],
): Result<SealedKeyRow[], 'sealed_keys_incomplete' | 'object_malformed'> {
  const missing = new Map(required.map((key) => [nameOf(key), key]));
  const rows: SealedKeyRow[] = [];
  for (const [at, key] of given.entries()) {
    const field = `/sealedKeys/${at}`;
    const { subject, epoch, recipient } = key;
    if (!missing.delete(nameOf(key as Named))) {
      return refuse('sealed_keys_incomplete', { field, params: { extra: { subject, epoch, recipient } } });
    }
    if (key.granter !== granter) return refuse('sealed_keys_incomplete', { field: `${field}/granter` });
    const sealed = fromBase64Url(key.sealed);
    if (sealed === undefined || !isRightObject(key, sealed)) {
      return refuse('object_malformed', { field: `${field}/sealed` });
    }
    rows.push({ organization, subject, epoch, recipient, granter, sealed });
  }
  const [first] = missing.values();
  if (first !== undefined) {
    const { subject, epoch, recipient } = first;
    return refuse('sealed_keys_incomplete', {
      field: '/sealedKeys',
      params: { missing: { subject, epoch, recipient } },
    });
  }
  return ok(rows);
}

function nameOf({ subject, epoch, recipient }: Named): string {
  return `${subject} ${epoch} ${recipient}`;
}

function isRightObject(key: Pick<SealedKey, 'subject' | 'recipient'>, sealed: Bytes): boolean {
  if (key.recipient === 'link') return isSealed(sealed, ObjectType.epochLink);
  if (key.subject === 'organization') return isWrapped(sealed, ObjectType.organizationKey);
  return isWrapped(sealed, key.subject.startsWith('group:') ? ObjectType.groupKey : ObjectType.vaultKey);
}
