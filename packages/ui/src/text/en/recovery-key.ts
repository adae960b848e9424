/** Administration of the recovery key, and the reminder to look for its kit. */
export const recoveryKey = {
  recoveryKey: {
    title: 'Recovery key',
    lead: 'The printed kit brings the organization back when its owner has lost every other way in.',
    ownerOnly: 'Only the owner makes kits and confirms that one is at hand.',
    kitTitle: 'The kit that counts',
    kitLead: 'Only one version counts. Destroy sheets of earlier ones.',
    version: 'Version',
    made: 'Made on',
    madeBy: 'Made by',
    foreignTitle: (maker: string) => `${maker} made this recovery kit`,
    foreignLead:
      'Whoever made it may still have it on paper, and can bring the organization back in your name with it. Make a kit of your own: the old one stops counting.',
    foreignMake: 'Make a kit of your own',
    confirmed: 'Last at hand',
    file: 'File',
    id: 'Organization id',
    deadTitle: 'Earlier kits no longer count',
    dead: 'Every vault has had a new key since this kit was made: a sheet of an earlier version opens nothing that is written from now on.',
    aliveTitle: 'An earlier kit still opens some vaults',
    alive:
      'Until a vault has a new key, whoever finds a sheet of the version before can open what is in it. Vaults get their keys by themselves, and before the next change at the latest.',
    renewed: 'Vaults with a new key',
    renew: 'Give them new keys now',
    confirmTitle: 'Is it still there?',
    confirmLead:
      'Take the kit from where you keep it and type its code, or scan it. It is compared on this device; the server only hears that it was done. You are asked twice a year.',
    confirm: 'Confirm the kit',
    confirmDone: 'The kit is the right one. You are asked again in half a year.',
    newTitle: 'Make a new kit',
    newLead:
      'Do this when a sheet was lost or seen by somebody, and after its code was used. The new kit counts once you have typed a part of it back; until then the present one does.',
    newMakeLead: 'The code is drawn on this device. The server never sees it.',
    generate: 'Generate recovery key',
    newDone: 'The new kit counts. Destroy the sheets of the old one.',
    dueTitle: 'Is your recovery kit still where you put it?',
    dueLead:
      'Half a year has passed since you last had it at hand. Looking takes a minute; a lost kit is noticed too late.',
    putOff: 'Later',
  },
};
