/** Dark until wished otherwise: light, or as the system says. public/head.js does the same before the first paint. */
import { create } from 'zustand';

export type Appearance = 'dark' | 'light' | 'system';

const KEY = 'matinee.appearance';
const GROUND = { dark: '#0a0a0a', light: '#f7f7f5' };
const systemLight = () => window.matchMedia('(prefers-color-scheme: light)');

function stored(): Appearance {
  try {
    const wish = localStorage.getItem(KEY);
    return wish === 'light' || wish === 'system' ? wish : 'dark';
  } catch {
    return 'dark';
  }
}

const themeOf = (wish: Appearance) => (wish === 'system' ? (systemLight().matches ? 'light' : 'dark') : wish);

function paint(theme: 'dark' | 'light'): void {
  document.documentElement.dataset['theme'] = theme;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', GROUND[theme]);
}

interface AppearanceState {
  appearance: Appearance;
  /** What that means now. */
  theme: 'dark' | 'light';
  choose: (wish: Appearance) => void;
}

export const useAppearance = create<AppearanceState>((set) => ({
  appearance: stored(),
  theme: themeOf(stored()),
  choose: (appearance) => {
    try {
      localStorage.setItem(KEY, appearance);
    } catch {
      // Kept for this visit only.
    }
    paint(themeOf(appearance));
    set({ appearance, theme: themeOf(appearance) });
  },
}));

/** Follows the system while that is wished. */
export function followSystem(): void {
  systemLight().addEventListener('change', () => {
    if (useAppearance.getState().appearance === 'system') useAppearance.getState().choose('system');
  });
}

export const useLightPage = () => useAppearance((state) => state.theme === 'light');
