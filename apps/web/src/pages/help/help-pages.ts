export { HelpCodePage } from './help-code-page.tsx';
export { HelpGuidePage } from './help-guide-page.tsx';
export { HelpErrorsPage, HelpPage } from './help-list-page.tsx';
