/** Starts the app: theme, language, cache, event stream, router. */
import '@/styles/tokens.css';

import { createRoot } from 'react-dom/client';

import { followSystem } from '@/lib/appearance';
import { startLanguage } from '@/lib/i18n';

import { App } from './App';
import { askEarly } from './early';

async function start(): Promise<void> {
  followSystem();
  // A server that does not answer is told of by the page, which asks again.
  askEarly().catch(() => undefined);
  await startLanguage();
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App />);
}

void start();
