import { guideAccessLog } from './guide-access-log.ts';
import { guideCannotGetIn } from './guide-cannot-get-in.ts';
import { guideForgotPassword } from './guide-forgot-password.ts';
import { guideKeyStorage } from './guide-key-storage.ts';
import { guidePhone } from './guide-phone.ts';
import { guideRecoveryKit } from './guide-recovery-kit.ts';
import { guideSecondDevice } from './guide-second-device.ts';
import { guideSecondFactor } from './guide-second-factor.ts';
import { guideWhyBelieveIt } from './guide-why-believe-it.ts';

/** A guide is plain text in blocks: a heading with paragraphs, and numbered steps where there is something to do. */
export interface GuideBlock {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly steps?: readonly string[];
}

export interface GuideText {
  readonly title: string;
  readonly lead: string;
  readonly blocks: readonly [GuideBlock, ...GuideBlock[]];
}

export const guides = {
  'recovery-kit': guideRecoveryKit,
  'second-device': guideSecondDevice,
  'second-factor': guideSecondFactor,
  'when-somebody-cannot-get-in': guideCannotGetIn,
  'access-log': guideAccessLog,
  'forgot-password': guideForgotPassword,
  'key-storage': guideKeyStorage,
  phone: guidePhone,
  'why-believe-it': guideWhyBelieveIt,
} as const satisfies Record<string, GuideText>;

export type GuideId = keyof typeof guides;
export const guideIds = Object.keys(guides) as readonly GuideId[];

export interface Guide extends GuideText {
  readonly id: GuideId;
}

export function isGuideId(text: string): text is GuideId {
  return Object.hasOwn(guides, text);
}

/** The guide of an id. */
export function guideOf(id: GuideId): Guide {
  return { id, ...guides[id] };
}
