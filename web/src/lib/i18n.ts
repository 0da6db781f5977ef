/**
 * The language of the page. Each language is two files, fetched only when it is spoken: what Home and the frame of every
 * page say, and all the rest, which comes once the first page is there.
 */
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

import type { FirstWords } from '@/locales/en';
import type { MoreWords } from '@/locales/en/more';

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'matinee.language';

type Book<T> = Record<Language, () => Promise<{ default: T }>>;

const first: Book<FirstWords> = {
  en: () => import('@/locales/en'),
  es: () => import('@/locales/es'),
};

const more: Book<MoreWords> = {
  en: () => import('@/locales/en/more'),
  es: () => import('@/locales/es/more'),
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

async function load(language: Language, book: Book<FirstWords | MoreWords>, known: string): Promise<void> {
  if (i18next.hasResourceBundle(language, known)) return;
  const { default: words } = await book[language]();
  // Told once, and only where something was drawn without its words: whatever speaks is then drawn again.
  const lacked = i18next.reportNamespaces?.getUsedNamespaces().some((room) => room in words) ?? false;
  const rooms = Object.entries(words);
  rooms.forEach(([room, texts], at) => {
    const silent = !lacked || at < rooms.length - 1;
    i18next.addResourceBundle(language, room, texts, false, false, { silent });
  });
}

let begin: () => void = () => undefined;
/** The router asks for a page's words before it is known which language is spoken. */
const begun = new Promise<void>((resolve) => {
  begin = resolve;
});

let loading: { language: Language; done: Promise<void> } | undefined;

/** All words of the language in use: pages other than Home wait for them. One that failed is tried again. */
export async function moreWords(): Promise<void> {
  await begun;
  const language = isLanguage(i18next.language) ? i18next.language : 'en';
  if (loading?.language !== language) {
    const done = load(language, more, 'title');
    done.catch(() => (loading = undefined));
    loading = { language, done };
  }
  return loading.done;
}

export async function startLanguage(language: Language = preferred()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    supportedLngs: LANGUAGES,
    resources: {},
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { bindI18nStore: 'added' }, // what is drawn before its words are here is drawn again
  });
  await load(language, first, 'common');
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
  begin();
}

export async function speak(language: Language): Promise<void> {
  await Promise.all([load(language, first, 'common'), load(language, more, 'title')]);
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
