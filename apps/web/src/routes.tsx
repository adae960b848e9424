import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { appBase, isApp } from './app-shell/base.ts';
import { HomePage } from './pages/account/home-page.tsx';
import { SignInPage } from './pages/account/sign-in-page.tsx';
import { SignUpPage } from './pages/account/sign-up-page.tsx';
import { parseLogSearch } from './pages/administration/access-log/log-search.ts';
import { parseCheckSearch } from './pages/administration/check/check-search.ts';
import { parseInviteSearch } from './pages/administration/invitations/invite-search.ts';
import { parseRequestsSearch } from './pages/administration/requests/requests-search.ts';
import { FaultPage } from './pages/gate/fault-page.tsx';
import { NotFoundPage } from './pages/gate/not-found-page.tsx';
import { parsePhoneSearch } from './pages/phone-app/phone-search.ts';
import { PlainLayout, RootLayout } from './pages/root-layout.tsx';
import { parseVaultSearch } from './pages/vault/vault-search.ts';
import { parseNext } from './parse-next.ts';
import { Frame } from './shell/frame.tsx';

const framed = (page: () => React.JSX.Element) =>
  function Framed() {
    return <Frame>{page()}</Frame>;
  };

const root = createRootRoute({
  component: RootLayout,
  notFoundComponent: framed(() => <NotFoundPage />),
  errorComponent: framed(() => <FaultPage />),
});

const plain = createRoute({ getParentRoute: () => root, id: 'plain', component: PlainLayout });

const home = createRoute({ getParentRoute: () => plain, path: '/', component: HomePage });
const signIn = createRoute({
  getParentRoute: () => plain,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (raw: Record<string, unknown>): { next?: string | undefined } => ({
    next: parseNext(raw.next),
  }),
});
const forgotPassword = createRoute({
  getParentRoute: () => plain,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('./pages/forgot-password/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
});
const signUp = createRoute({ getParentRoute: () => plain, path: '/sign-up', component: SignUpPage });
const invitation = createRoute({
  getParentRoute: () => plain,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/invitation/invitation-page.tsx'), 'InvitationPage'),
});
const create = createRoute({
  getParentRoute: () => plain,
  path: '/new',
  component: lazyRouteComponent(() => import('./pages/organization/create-page.tsx'), 'CreatePage'),
});

const accountPages = () => import('./pages/account/account-pages.ts');
const account = createRoute({
  getParentRoute: () => plain,
  path: '/account',
  component: lazyRouteComponent(accountPages, 'AccountPage'),
});
const sessions = createRoute({
  getParentRoute: () => plain,
  path: '/account/sessions',
  component: lazyRouteComponent(accountPages, 'SessionsPage'),
});
const keyStorage = createRoute({
  getParentRoute: () => plain,
  path: '/account/key-storage',
  component: lazyRouteComponent(accountPages, 'KeyStoragePage'),
});
const accessLog = createRoute({
  getParentRoute: () => plain,
  path: '/account/access-log',
  component: lazyRouteComponent(accountPages, 'AccessLogPage'),
});

const secondFactor = createRoute({
  getParentRoute: () => plain,
  path: '/account/second-factor',
  component: lazyRouteComponent(
    () => import('./pages/second-factor/second-factor-page.tsx'),
    'SecondFactorPage',
  ),
});

const phonePages = () => import('./pages/phone/phone-pages.ts');
const pairPhone = createRoute({
  getParentRoute: () => plain,
  path: '/account/key-storage/phone',
  component: lazyRouteComponent(phonePages, 'PairPhonePage'),
});
const forgotPhone = createRoute({
  getParentRoute: () => plain,
  path: '/account/forgot-phone',
  component: lazyRouteComponent(phonePages, 'ForgotPhonePage'),
});

const phoneAppPages = () => import('./pages/phone-app/phone-app-pages.ts');
const phone = createRoute({
  getParentRoute: () => plain,
  path: '/phone',
  component: lazyRouteComponent(phoneAppPages, 'PhonePage'),
  validateSearch: parsePhoneSearch,
});
const phoneScan = createRoute({
  getParentRoute: () => plain,
  path: '/phone/scan',
  component: lazyRouteComponent(phoneAppPages, 'ScanPage'),
});
const phoneRequest = createRoute({
  getParentRoute: () => plain,
  path: '/phone/requests/$request',
  component: lazyRouteComponent(phoneAppPages, 'PhoneRequestPage'),
});

const helpPages = () => import('./pages/help/help-pages.ts');
const help = createRoute({
  getParentRoute: () => plain,
  path: '/help',
  component: lazyRouteComponent(helpPages, 'HelpPage'),
});
const helpErrors = createRoute({
  getParentRoute: () => plain,
  path: '/help/errors',
  component: lazyRouteComponent(helpPages, 'HelpErrorsPage'),
});
const helpError = createRoute({
  getParentRoute: () => plain,
  path: '/help/errors/$code',
  component: lazyRouteComponent(helpPages, 'HelpCodePage'),
});
const helpCode = createRoute({
  getParentRoute: () => plain,
  path: '/help/$code',
  component: lazyRouteComponent(helpPages, 'HelpCodePage'),
});
const helpGuide = createRoute({
  getParentRoute: () => plain,
  path: '/help/guides/$guide',
  component: lazyRouteComponent(helpPages, 'HelpGuidePage'),
});

const organization = createRoute({
  getParentRoute: () => root,
  path: '/$organization',
  component: lazyRouteComponent(() => import('./pages/gate/organization-gate.tsx'), 'OrganizationGate'),
});
const vault = createRoute({
  getParentRoute: () => organization,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/vault/vault-page.tsx'), 'VaultPage'),
  validateSearch: parseVaultSearch,
});
const setup = createRoute({
  getParentRoute: () => organization,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/organization/setup-page.tsx'), 'SetupPage'),
});
const security = createRoute({
  getParentRoute: () => organization,
  path: '/security',
  component: lazyRouteComponent(() => import('./pages/organization/security-page.tsx'), 'SecurityPage'),
});

const ownersDoorPages = () => import('./pages/owners-door/owners-door-pages.ts');
const chooseDoor = createRoute({
  getParentRoute: () => plain,
  path: '/recover',
  component: lazyRouteComponent(ownersDoorPages, 'ChooseDoorPage'),
});
const ownersDoor = createRoute({
  getParentRoute: () => plain,
  path: '/$organization/recover',
  component: lazyRouteComponent(ownersDoorPages, 'OwnersDoorPage'),
  validateSearch: (raw: Record<string, unknown>): { lost?: boolean } =>
    raw.lost === true ? { lost: true } : {},
});

const administrationPages = () => import('./pages/administration/administration-pages.ts');
const administration = createRoute({
  getParentRoute: () => organization,
  path: '/administration',
  component: lazyRouteComponent(administrationPages, 'AdministrationFrame'),
});
const administrationOverview = createRoute({
  getParentRoute: () => administration,
  path: '/',
  component: lazyRouteComponent(administrationPages, 'OverviewPage'),
});
const members = createRoute({
  getParentRoute: () => administration,
  path: '/members',
  component: lazyRouteComponent(administrationPages, 'MembersPage'),
});
const member = createRoute({
  getParentRoute: () => administration,
  path: '/members/$member',
  component: lazyRouteComponent(administrationPages, 'MemberPage'),
});
const invitations = createRoute({
  getParentRoute: () => administration,
  path: '/invitations',
  component: lazyRouteComponent(administrationPages, 'InvitationsPage'),
});
const invite = createRoute({
  getParentRoute: () => administration,
  path: '/invitations/new',
  component: lazyRouteComponent(administrationPages, 'InvitePage'),
  validateSearch: parseInviteSearch,
});
const requestsPages = () => import('./pages/administration/requests/requests-pages.ts');
const requests = createRoute({
  getParentRoute: () => administration,
  path: '/requests',
  component: lazyRouteComponent(requestsPages, 'RequestsPage'),
  validateSearch: parseRequestsSearch,
});
const noRequest = createRoute({
  getParentRoute: () => requests,
  path: '/',
  component: lazyRouteComponent(requestsPages, 'NoRequestPage'),
});
const request = createRoute({
  getParentRoute: () => requests,
  path: '$request',
  component: lazyRouteComponent(requestsPages, 'RequestPage'),
});
const groups = createRoute({
  getParentRoute: () => administration,
  path: '/groups',
  component: lazyRouteComponent(administrationPages, 'GroupsPage'),
});
const group = createRoute({
  getParentRoute: () => administration,
  path: '/groups/$group',
  component: lazyRouteComponent(administrationPages, 'GroupPage'),
});
const vaultList = createRoute({
  getParentRoute: () => administration,
  path: '/vaults',
  component: lazyRouteComponent(administrationPages, 'VaultsPage'),
});
const vaultAccess = createRoute({
  getParentRoute: () => administration,
  path: '/vaults/$vault',
  component: lazyRouteComponent(administrationPages, 'VaultAccessPage'),
});
const rules = createRoute({
  getParentRoute: () => administration,
  path: '/rules',
  component: lazyRouteComponent(administrationPages, 'RulesPage'),
});
const addresses = createRoute({
  getParentRoute: () => administration,
  path: '/addresses',
  component: lazyRouteComponent(administrationPages, 'AddressesPage'),
});
const recoveryKey = createRoute({
  getParentRoute: () => administration,
  path: '/recovery-key',
  component: lazyRouteComponent(administrationPages, 'RecoveryKeyPage'),
});
const check = createRoute({
  getParentRoute: () => administration,
  path: '/check',
  component: lazyRouteComponent(administrationPages, 'CheckPage'),
  validateSearch: parseCheckSearch,
});
const history = createRoute({
  getParentRoute: () => administration,
  path: '/history',
  component: lazyRouteComponent(administrationPages, 'HistoryPage'),
});

const organizationLog = createRoute({
  getParentRoute: () => administration,
  path: '/access-log',
  component: lazyRouteComponent(administrationPages, 'AccessLogPage'),
  validateSearch: parseLogSearch,
});

const routeTree = root.addChildren([
  plain.addChildren([
    home,
    signIn,
    signUp,
    forgotPassword,
    invitation,
    create,
    account,
    sessions,
    keyStorage,
    secondFactor,
    accessLog,
    pairPhone,
    forgotPhone,
    phone,
    phoneScan,
    phoneRequest,
    help,
    helpErrors,
    helpError,
    helpCode,
    helpGuide,
    chooseDoor,
    ownersDoor,
  ]),
  organization.addChildren([
    vault,
    setup,
    security,
    administration.addChildren([
      administrationOverview,
      requests.addChildren([noRequest, request]),
      members,
      member,
      invitations,
      invite,
      groups,
      group,
      vaultList,
      vaultAccess,
      rules,
      addresses,
      recoveryKey,
      check,
      history,
      organizationLog,
    ]),
  ]),
]);

/** The router over every page of the product; `router.routesByPath` is the list the accessibility run visits. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    basepath: isApp ? appBase : '/',
    defaultPreload: 'intent',
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
