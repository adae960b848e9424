import { alarmCodes, type Code, denialCodes, refusalCodes } from '../catalogue/catalogue.ts';
import { type Guide, guideIds, guideOf } from './guides.ts';
import { type HelpPage, helpPageOf } from './help.ts';

/**
 * The files of `docs/help`: path below that folder to content. Written from the same pages that the web client shows
 * (`markdown.test.ts` compares, and writes them when `POSTERN_UPDATE_DOCS=1` is set).
 */
export function helpFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  files.set('README.md', index());
  for (const code of denialCodes) files.set(`${code}.md`, denialFile(helpPageOf(code)));
  files.set('errors.md', errors());
  for (const id of guideIds) files.set(`guides/${id}.md`, guideFile(guideOf(id)));
  return files;
}

const later = '*The rule behind this code is not in this version.*';

function index(): string {
  const inUse = denialCodes.filter((code) => helpPageOf(code).inUse);
  const forLater = denialCodes.filter((code) => !helpPageOf(code).inUse);
  const rows = (codes: readonly Code[]) =>
    codes.map((code) => `- [${helpPageOf(code).message}](${code}.md) \`${code}\``).join('\n');
  return join([
    '# Help',
    'Every message that keeps somebody out, by its words. These pages are written from the catalogue in `packages/access`; change them there.',
    '## Guides',
    guideIds.map((id) => `- [${guideOf(id).title}](guides/${id}.md)`).join('\n'),
    '## Denials',
    rows(inUse),
    '## Denials whose rule is not in this version',
    rows(forLater),
    '## Other codes',
    'See [errors.md](errors.md).',
  ]);
}

function denialFile(page: HelpPage): string {
  return join([
    `# ${page.message}`,
    `\`${page.code}\``,
    ...(page.inUse ? [] : [later]),
    ...body(page, '##', ''),
  ]);
}

function errors(): string {
  const section = (code: Code) => {
    const page = helpPageOf(code);
    return join(
      [
        `<a id="${code}"></a>`,
        `### ${page.message}`,
        `\`${code}\``,
        ...(page.inUse ? [] : ['*Nothing in this version gives this code.*']),
        ...body(page, '####', ''),
      ],
      '',
    );
  };
  return join([
    '# Other codes',
    'Everything that Postern can answer besides the [denials](README.md).',
    '## Refusals',
    ...refusalCodes.map(section),
    '## Alarms',
    'An alarm means that the server showed something that cannot be true. It stays on your device: nothing is reported, nothing is retried.',
    ...alarmCodes.map(section),
  ]);
}

function body(page: HelpPage, heading: string, folder: string): string[] {
  return [
    `${heading} What it means`,
    page.means,
    `${heading} What you can do`,
    numbered(page.steps),
    `${heading} Who else can`,
    page.others,
    `${heading} See also`,
    page.seeAlso.map((link) => `- [${link.title}](${folder}${fileOf(link.path)})`).join('\n'),
  ];
}

/** `/help/errors#locked` is `errors.md#locked`, `/help/guides/key-storage` is `guides/key-storage.md`. */
function fileOf(path: string): string {
  const [page = '', anchor] = path.slice('/help/'.length).split('#');
  return anchor === undefined ? `${page}.md` : `${page}.md#${anchor}`;
}

function guideFile(guide: Guide): string {
  return join([
    `# ${guide.title}`,
    guide.lead,
    ...guide.blocks.flatMap((block) => [
      `## ${block.heading}`,
      ...block.paragraphs,
      ...(block.steps === undefined ? [] : [numbered(block.steps)]),
    ]),
  ]);
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, at) => `${at + 1}. ${step}`).join('\n');
}

function join(parts: readonly string[], end = '\n'): string {
  return parts.join('\n\n') + end;
}
