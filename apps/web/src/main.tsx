import './pages/invitation/take-invitation.ts';
import './styles.css';
import { en, TextProvider } from '@postern/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { keepShell } from './app-shell/newer-build.ts';
import { InsecurePage } from './pages/gate/insecure-page.tsx';
import { startClient } from './start-client.ts';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

if (window.isSecureContext) {
  void keepShell();
  const { port, approver } = startClient();
  createRoot(container).render(
    <StrictMode>
      <App port={port} approver={approver} />
    </StrictMode>,
  );
} else {
  createRoot(container).render(
    <TextProvider text={en}>
      <InsecurePage />
    </TextProvider>,
  );
}
