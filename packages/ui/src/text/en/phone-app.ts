/** The installed app and what it does as the account's phone. */
export const phoneApp = {
  phoneApp: {
    newerBuild: 'A newer version of Postern is here.',
    useNewerBuild: 'Use it now',
  },
};
