/**
 * The words of `docs/study/README.md`, from the records of one run.
 *
 * @typedef {{ clicks: number, fields: number }} Presses
 * @typedef {{ code: string, did: string, way: string, seconds?: number, secondsFromDenial?: number,
 *   person?: Presses, fixer?: Presses }} StudiedRecord
 */

/** The ten that the project began with, by what happened to the person. `code` is what Postern says. */
const ten = [
  {
    what: 'The organization wants a second factor and the account has none',
    code: 'mfa_enrollment_required',
  },
  {
    what: 'The owner reset a forgotten password and nobody else holds the keys',
    code: 'recovery_code_required',
  },
  { what: 'The browser extension is off for the person', code: 'extension_not_allowed' },
  { what: 'The membership is disabled', code: 'member_disabled' },
  { what: 'The person is not a member', code: 'invitation_required' },
  {
    what: 'The owner reset a forgotten password and somebody else holds the keys',
    code: 'recovery_code_or_invitation_required',
  },
  { what: 'A member reset a forgotten password', code: 'relink_required' },
  { what: 'The phone that held the key is lost', code: 'phone_unpaired' },
  { what: 'The installed app is off for the person', code: 'app_not_allowed' },
  { what: 'The network address is not on the list', code: 'ip_not_allowed' },
];

const sides = /** @type {const} */ (['refused', 'inbox', 'inside']);
const captions = { refused: 'Refused', inbox: 'In the inbox', inside: 'Inside' };

/** The record of a code that went through somebody's inbox, or else the one that did not. @param {StudiedRecord[]} records @param {string} code */
function recordOf(records, code) {
  const ofCode = records.filter((one) => one.code === code);
  return ofCode.find(({ way }) => way === 'inbox') ?? ofCode[0];
}

/** @param {StudiedRecord} record */
const nameOf = (record) => (record.way === 'inbox' ? record.code : `${record.code}-${record.way}`);

/** Where the record has something to see: whoever ends it alone is in nobody's inbox. @param {StudiedRecord} record */
const sidesOf = (record) => sides.filter((side) => side !== 'inbox' || record.way === 'inbox');

/** The files that the study shows. @param {StudiedRecord[]} records */
export function picturesOf(records) {
  return ten.flatMap(({ code }) => {
    const record = recordOf(records, code);
    return record === undefined ? [] : sidesOf(record).map((side) => `${nameOf(record)}-${side}.png`);
  });
}

/** @param {Presses | undefined} presses */
const said = (presses) =>
  presses === undefined ? '-' : `${presses.clicks}${presses.fields > 0 ? ` + ${presses.fields} typed` : ''}`;
/** @param {number | undefined} seconds */
const secondsOf = (seconds) => (seconds === undefined ? '-' : seconds.toFixed(1));

/**
 * The study as Markdown.
 *
 * @param {StudiedRecord[]} records
 * @param {Date} at
 */
export function markdownOfStudy(records, at) {
  const day = at.toISOString().slice(0, 10);
  const rows = ten.map(({ what, code }, index) => {
    const record = recordOf(records, code);
    const cells =
      record === undefined
        ? ['not driven in this run', '-', '-', '-', '-']
        : [
            record.way === 'inbox'
              ? 'the access inbox'
              : record.way === 'alone'
                ? 'the person'
                : 'the operator',
            said(record.person),
            said(record.fixer),
            secondsOf(record.secondsFromDenial),
            secondsOf(record.seconds),
          ];
    return `| ${index + 1} | ${what} | \`${code}\` | ${cells.join(' | ')} |`;
  });
  const others = records
    .filter(({ code, way }) => !ten.some((one) => one.code === code) && way === 'inbox')
    .map(
      ({ code, did, person, fixer, secondsFromDenial, seconds }) =>
        `| \`${code}\` | ${did} | ${said(person)} | ${said(fixer)} | ${secondsOf(secondsFromDenial)} | ${secondsOf(seconds)} |`,
    );
  const shown = ten.flatMap(({ what, code }, index) => {
    const record = recordOf(records, code);
    if (record === undefined) return [];
    const name = nameOf(record);
    return [
      `### ${index + 1}. ${what}`,
      '',
      ...sidesOf(record).flatMap((side) => [
        `${captions[side]}:`,
        '',
        `![${captions[side]}: ${what}](images/${name}-${side}.png)`,
        '',
      ]),
    ];
  });
  return [
    '# From denial to inside: ten denials',
    '',
    `Written by \`npm run study\` from its run of ${day}; nothing here is written by hand. Two people in two browsers, one server, one computer: the seconds leave out what people need to read and think, and the time a mail or a telephone call takes where there is no inbox.`,
    '',
    'Clicks count from the denial on, for the helper from the moment the request came in; *typed* counts fields, a note included. *From the denial* is until the person is inside; *from the last click* begins when the helper presses the button.',
    '',
    '| # | What happened | Code | Ended by | The person clicks | The helper clicks | Seconds from the denial | from the last click |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## Other denials that go through the inbox',
    '',
    '| Code | Case | The person clicks | The helper clicks | Seconds from the denial | from the last click |',
    '| --- | --- | --- | --- | --- | --- |',
    ...others,
    '',
    '## What both sides see',
    '',
    ...shown,
  ].join('\n');
}
