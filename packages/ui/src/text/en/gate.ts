/** What the denial page says beyond the catalogue of codes. */
export const gate = {
  gate: {
    waits: 'Leave this page open: it continues by itself as soon as somebody has helped.',
    message: (facts: {
      readonly sentence: string;
      readonly email: string;
      readonly organization: string;
      readonly code: string;
      readonly reference: string | undefined;
    }) =>
      [
        `I cannot get into ${facts.organization}. Postern says: “${facts.sentence}”`,
        `My account: ${facts.email}`,
        `Code: ${facts.code}${facts.reference === undefined ? '' : `, reference ${facts.reference}`}`,
      ].join('\n'),
    address: 'Your address as the server sees it',
    copyAddress: 'Copy the address',
    yourAccount: 'The account you are signed in with',
    accepted: {
      any: 'Any second factor is accepted here.',
      no_mail: 'Mailed codes are not accepted here.',
      phishing_resistant: 'Only passkeys and security keys are accepted here.',
    },
  },
};
