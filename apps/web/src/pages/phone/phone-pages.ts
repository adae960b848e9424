export { ForgotPhonePage } from './forgot-phone-page.tsx';
export { PairPhonePage } from './pair-page.tsx';
