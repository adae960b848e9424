import type { Page } from 'playwright-core';

/** A device that makes and uses passkeys after a touch that the browser's debugging protocol gives for it. */
export interface PasskeyDevice {
  /** Whether its person lets it confirm who they are; a device that refuses closes its window at once. */
  readonly consents: (consents: boolean) => Promise<void>;
}

/** Gives the page a device with a fingerprint reader, as a laptop has one. Without PRF its passkeys hold no key. */
export async function addPasskeyDevice(page: Page, { hasPrf = false } = {}): Promise<PasskeyDevice> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('WebAuthn.enable');
  const { authenticatorId } = await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      hasPrf,
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    consents: async (consents) => {
      await protocol.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: consents });
    },
  };
}
