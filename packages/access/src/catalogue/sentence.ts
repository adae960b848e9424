import { type Code, catalogue, isCode } from './catalogue.ts';
import type { SentenceText } from './entry.ts';
import { type FormatOptions, formatParam, type ParamName, paramKinds } from './param-kinds.ts';

const placeholder = /\{([A-Za-z]+)\}/g;

/**
 * The sentence of a code, its parameters filled in. Parameters may come straight from a problem document: whatever is
 * missing, of another type or of a suspicious shape makes it the sentence without parameters. Never throws; a code that
 * is not in this catalogue has no words of its own and reads as an unknown reason.
 */
export function sentence(
  code: Code | (string & {}),
  params: Readonly<Record<string, unknown>> = {},
  options: FormatOptions = {},
): string {
  if (!isCode(code)) return 'This was refused for a reason that this client does not know.';
  const text: SentenceText = catalogue[code].sentence;
  if (typeof text === 'string') return text;
  if (text.when !== undefined && read(params, 'youAreOwner') === true) return text.when.youAreOwner;
  const templates = typeof text.with === 'string' ? [text.with] : text.with;
  for (const template of templates) {
    const filled = fill(template, params, options);
    if (filled !== undefined) return filled;
  }
  return text.without;
}

/** The sentence without any parameter: the title of its help page. */
export function plainSentence(code: Code): string {
  const text: SentenceText = catalogue[code].sentence;
  return typeof text === 'string' ? text : text.without;
}

function fill(
  template: string,
  params: Readonly<Record<string, unknown>>,
  options: FormatOptions,
): string | undefined {
  let complete = true;
  const filled = template.replaceAll(placeholder, (_match, name: string) => {
    const shown = isParamName(name) ? formatParam(name, read(params, name), options) : undefined;
    if (shown === undefined) complete = false;
    return shown ?? '';
  });
  return complete ? filled : undefined;
}

function isParamName(name: string): name is ParamName {
  return Object.hasOwn(paramKinds, name);
}

function read(params: unknown, name: string): unknown {
  try {
    return typeof params === 'object' && params !== null && Object.hasOwn(params, name)
      ? (params as Record<string, unknown>)[name]
      : undefined;
  } catch {
    return undefined;
  }
}
