import type { Fixer, RevealLevel } from './fixers.ts';
import type { ParamName } from './param-kinds.ts';
import type { RemedyOf } from './remedies.ts';

/**
 * A sentence. With placeholders (`{address}`, a name of {@link ParamName}) it needs a twin without them, said when a
 * parameter is missing or not what it should be. Several templates: the first that can be filled is said. `when` holds
 * the sentence for a flag that is true.
 */
export type SentenceText =
  | string
  | {
      readonly with: string | readonly string[];
      readonly without: string;
      readonly when?: { readonly youAreOwner: string };
    };

interface Words {
  readonly sentence: SentenceText;
  /** HTTP status (RFC 9110) when it travels in a problem document. */
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 409
    | 410
    | 413
    | 415
    | 421
    | 422
    | 426
    | 429
    | 500
    | 503
    | 507;
  /** What the person can do right there, most helpful first. Never empty: no dead ends. */
  readonly remedies: readonly [RemedyOf<'self'>, ...RemedyOf<'self'>[]];
}

/** What each other kind of fixer can do about it, from the access inbox or the server. */
export type OtherFixers = {
  readonly [Who in Exclude<Fixer, 'self'>]?: readonly [RemedyOf<Who>, ...RemedyOf<Who>[]];
};

/** A refusal of the gate, or of a resource inside an organization. */
export interface DenialEntry extends Words {
  /** The least anybody must be to be told this outcome. */
  readonly reveal: RevealLevel;
  /** Who else can end it. `{}`: nobody but the person. */
  readonly fixers: OtherFixers;
}

/** Another expected outcome: input at fault, a lost race, a limit. */
export interface RefusalEntry extends Words {
  readonly reveal: RevealLevel;
  readonly fixers: OtherFixers;
}

/**
 * Something the server showed is false, or cannot be opened. INVARIANT: an alarm stays on the device; its code is
 * never sent anywhere and nothing is retried because of it.
 */
export interface AlarmEntry extends Words {
  /** `blocking`: nothing goes on until it is settled. `warning`: what is on the device stays usable. */
  readonly severity: 'blocking' | 'warning';
}

type PlaceholdersOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholdersOf<Rest>
  : never;

/** The names of the parameters that a sentence takes. */
export type ParamNamesOf<Sentence> = Sentence extends string
  ? PlaceholdersOf<Sentence>
  : Sentence extends { readonly with: infer With }
    ?
        | PlaceholdersOf<With extends readonly (infer Each extends string)[] ? Each : Extract<With, string>>
        | (Sentence extends { readonly when: infer When } ? keyof When : never)
    : never;

/** `never` when every sentence of a family is sound, else the codes whose sentence is not. */
export type UnsoundSentences<Family> = {
  [Code in keyof Family]: Family[Code] extends { readonly sentence: infer Sentence }
    ? Sentence extends string
      ? [PlaceholdersOf<Sentence>] extends [never]
        ? never
        : Code
      : Sentence extends { readonly with: unknown; readonly without: infer Without extends string }
        ? [PlaceholdersOf<Without>] extends [never]
          ? [ParamNamesOf<Sentence>] extends [ParamName]
            ? never
            : Code
          : Code
        : Code
    : Code;
}[keyof Family];
