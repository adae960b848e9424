export { KeyStoragePage } from '../key-storage/key-storage-page.tsx';
export { AccessLogPage } from './access-log-page.tsx';
export { AccountPage } from './account-page.tsx';
export { SessionsPage } from './sessions-page.tsx';
