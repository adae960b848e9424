export { RequestPage } from './request-page.tsx';
export { NoRequestPage, RequestsPage } from './requests-page.tsx';
