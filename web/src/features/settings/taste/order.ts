/** Which languages are offered, and in what order they stand. */
import { formatLanguage } from '@/lib/format';

/** Those that films mostly come in; tracks of a region are found by the plain language too. */
const OFFERED = [
  'af', 'ar', 'bg', 'bn', 'ca', 'cs', 'cy', 'da', 'de', 'el', 'en', 'en-GB', 'en-US', 'es', 'es-419', 'es-ES', 'et',
  'eu', 'fa', 'fi', 'fil', 'fr', 'fr-CA', 'ga', 'gl', 'gu', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja',
  'ka', 'kn', 'ko', 'lt', 'lv', 'mk', 'ml', 'mr', 'ms', 'nb', 'nl', 'nn', 'pa', 'pl', 'pt', 'pt-BR', 'pt-PT', 'ro',
  'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'sw', 'ta', 'te', 'th', 'tr', 'uk', 'ur', 'vi', 'yue', 'zh', 'zh-Hans', 'zh-Hant', 'zu',
];

/** The list with one a place up (-1) or down (1). */
export function moved(list: readonly string[], at: number, by: -1 | 1): string[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(Math.max(0, at + by), 0, one);
  return next;
}

/** What can be added: first the browser's own languages, then the others by their names. */
export function offered(
  chosen: readonly string[],
  browser: readonly string[],
  locale: string,
): { value: string; label: string }[] {
  const free = (tag: string) => !chosen.some((one) => one.toLowerCase() === tag.toLowerCase());
  const named = (tag: string) => ({ value: tag, label: formatLanguage(tag, locale) });
  const own = [...new Set(browser)].filter(free).map(named);
  const rest = OFFERED.filter((tag) => free(tag) && !browser.includes(tag)).map(named);
  return [...own, ...rest.sort((a, b) => a.label.localeCompare(b.label, locale))];
}
