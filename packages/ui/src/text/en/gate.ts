/** What the denial page says beyond the catalogue of codes. */
export const gate = {
  gate: {
    waits: 'Leave this page open: it continues by itself as soon as somebody has helped.',
    address: 'Your address as the server sees it',
    copyAddress: 'Copy the address',
    accepted: {
      any: 'Any second factor is accepted here.',
      no_mail: 'Mailed codes are not accepted here.',
      phishing_resistant: 'Only passkeys and security keys are accepted here.',
    },
  },
};
