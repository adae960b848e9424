import '../../src/pages/invitation/take-invitation.ts';
import '../../src/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../src/app.tsx';
import { samplePort } from './sample-port.ts';

const container = document.getElementById('root');
if (container !== null) createRoot(container).render(<App port={samplePort} />);
