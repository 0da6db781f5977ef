/** Starts the app: theme, language, cache, event stream, router. */
import '@/styles/tokens.css';

import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';

import { followSystem } from '@/lib/appearance';
import { startLanguage } from '@/lib/i18n';

import { App } from './App';
import { askEarly } from './early';

/** What comes within this time is waited for: to draw a page of grey places first would cost more than it tells. */
const PATIENCE_MS = 300;
const patience = () => new Promise((done) => setTimeout(done, PATIENCE_MS));

async function start(): Promise<void> {
  followSystem();
  // A server that does not answer is told of by the page, which asks again.
  const asked = askEarly().catch(() => undefined);
  await startLanguage();
  await Promise.race([asked, patience()]);
  const root = document.getElementById('root');
  // As a transition it is drawn a little at a time, and holds up nothing that somebody does meanwhile.
  if (root) startTransition(() => createRoot(root).render(<App />));
}

void start();
