export { PhonePage } from './phone-page.tsx';
export { PhoneRequestPage } from './phone-request-page.tsx';
export { ScanPage } from './scan-page.tsx';
