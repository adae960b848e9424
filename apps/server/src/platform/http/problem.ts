import { isCode, plainSentence, statusOf } from '@postern/access';
import { type Problem, problemContentType } from '@postern/contract';
import type { Refusal } from '@postern/core';
import type { FastifyReply } from 'fastify';

/**
 * SPEC: RFC 9457. The document of a refusal. A reference goes along only where somebody will quote it: with a gate's
 * denial (403) and with a fault; everywhere else equal refusals are equal bytes (attack row X2).
 */
export function problemOf(refusal: Refusal, reference?: string): Problem {
  const { code } = refusal;
  if (!isCode(code)) throw new Error(`the code ${code} is not in the catalogue`);
  const status = statusOf(code);
  return {
    type: `/help/errors/${code}`,
    title: plainSentence(code),
    status,
    code,
    ...(refusal.params ? { params: { ...refusal.params } as NonNullable<Problem['params']> } : {}),
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...(reference && (status === 403 || status >= 500) ? { reference } : {}),
  };
}

/** Answers the request with the problem document of the refusal. */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal, reply.request.id);
  const wait = refusal.params?.retryAfterSeconds;
  if (typeof wait === 'number') reply.header('retry-after', String(wait));
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('content-type', problemContentType)
    .send(JSON.stringify(problem));
}
