/** Apart from the main entry, so that a client loads the pages when somebody opens help. */
export { type Guide, type GuideBlock, type GuideId, guideIds, guideOf, isGuideId } from './guides.ts';
export { type HelpLink, type HelpPage, helpPageOf, helpPathOf } from './help.ts';
export { isInUse } from './in-use.ts';
export { helpFiles } from './markdown.ts';
export type { HelpTarget } from './page.ts';
