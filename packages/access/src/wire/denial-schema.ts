import { type Json, ok, type Result, refuse } from '@postern/core';
import { z } from 'zod';
import { type DenialCode, denialCodes } from '../catalogue/catalogue.ts';
import { type Fixer, fixerCodes } from '../catalogue/fixers.ts';
import { type RemedyCode, remedyCodes } from '../catalogue/remedies.ts';
import { archCodes } from '../gate/check.ts';
import { type Denial, remediesAndFixersOf } from '../gate/denial.ts';
import { archStates } from '../gate/path.ts';

const shortJson = z.union([
  z.string().max(254),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(254)).max(50),
]);

/** The parameters of a sentence as they travel. `sentence()` decides which of them it can say. */
export const paramsSchema = z.record(z.string().max(40), shortJson);

/**
 * A denial as it travels. STRICTER: remedies and fixers must be among those of this very code, so that a server cannot
 * put *Enter the recovery code* under a denial that never asks for it (attack row X1).
 */
export const denialSchema = z
  .strictObject({
    code: z.enum(denialCodes as [DenialCode, ...DenialCode[]]),
    params: paramsSchema,
    remedies: z.array(z.enum(remedyCodes as [RemedyCode, ...RemedyCode[]])).max(12),
    fixers: z.array(z.enum(fixerCodes as [Fixer, ...Fixer[]])).max(12),
  })
  .superRefine(({ code, remedies, fixers }, context) => {
    const own = remediesAndFixersOf(code);
    if (!remedies.every((each) => own.remedies.includes(each))) {
      context.addIssue({ code: 'custom', path: ['remedies'], message: `not a remedy of ${code}` });
    }
    if (!fixers.every((each) => own.fixers.includes(each))) {
      context.addIssue({ code: 'custom', path: ['fixers'], message: `not a fixer of ${code}` });
    }
  });

export const archSchema = z.strictObject({ arch: z.enum(archCodes), state: z.enum(archStates) });
export const pathSchema = z.array(archSchema).max(20);

/** The denial in an answer of a server that may lie, or `server_refused_form`. */
export function parseDenial(json: unknown): Result<Denial, 'server_refused_form'> {
  const parsed = denialSchema.safeParse(json);
  return parsed.success ? ok(parsed.data) : refuse('server_refused_form', { field: '/denial' });
}

/** The denial without the mark of a refused `Result`, ready to travel. */
export function toWire({ code, params, remedies, fixers }: Denial): {
  code: DenialCode;
  params: Record<string, Json>;
  remedies: RemedyCode[];
  fixers: Fixer[];
} {
  return { code, params: { ...params }, remedies: [...remedies], fixers: [...fixers] };
}
