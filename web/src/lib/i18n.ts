/** The language of the page. Each language is one file that is fetched only when it is spoken. */
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

import type { Words } from '@/locales/en';

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'matinee.language';

const books: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import('@/locales/en'),
  es: () => import('@/locales/es'),
};

const isLanguage = (value: string | null | undefined): value is Language =>
  LANGUAGES.includes(value as Language);

function preferred(): Language {
  try {
    const wish = localStorage.getItem(KEY);
    if (isLanguage(wish)) return wish;
  } catch {
    // Storage may be refused: then the browser's languages decide.
  }
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2));
  return spoken.find(isLanguage) ?? 'en';
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'common')) return;
  const { default: words } = await books[language]();
  for (const [room, texts] of Object.entries(words)) i18next.addResourceBundle(language, room, texts);
}

export async function startLanguage(language: Language = preferred()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    supportedLngs: LANGUAGES,
    resources: {},
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await load(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export async function speak(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Spoken for this visit only.
  }
}

/** The language in use, for numbers and dates. */
export function useLocale(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : 'en';
}
