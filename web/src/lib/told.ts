/**
 * What the server tells in English, in the language of the page: found by its code. English pages show the server's own
 * words, which know numbers and names. In another language an error is never told in English: where its code has no
 * words here, it is told that the server could not do it.
 */
import type { i18n as I18n } from 'i18next';
import { useTranslation } from 'react-i18next';

export interface Told {
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
}

/** Codes that mean something else where a link is fetched. */
const OF_LINKS = ['link'];

type Words = { what: string; fix?: string };

function wordsFor(i18n: I18n, key: string): Words | null {
  if (i18n.language === 'en') return null;
  const found: unknown = i18n.getResource(i18n.language, 'told', key);
  return typeof found === 'object' && found !== null && 'what' in found ? (found as Words) : null;
}

/** An error; `kind` is the kind of job it is of, where it is of one. */
export function errorIn(i18n: I18n, error: Told, kind = ''): { detail: string; fix: string } {
  const places = OF_LINKS.includes(kind) ? ['link', 'error'] : ['error', 'link'];
  const keys = [...places.map((place) => `${place}.${error.code}`), 'error.unknown'];
  const words = keys.reduce<Words | null>((found, key) => found ?? wordsFor(i18n, key), null);
  return words ? { detail: words.what, fix: words.fix ?? '' } : { detail: error.detail, fix: error.fix };
}

/** Why a title plays as it does, and what would help. */
export function reasonIn<R extends { code: string; text: string; cure: string | null }>(i18n: I18n, reason: R): R {
  const words = wordsFor(i18n, `play.${reason.code}`);
  // A cure that the server does not offer now is none in another language either.
  return words ? { ...reason, text: words.what, cure: reason.cure && (words.fix ?? reason.cure) } : reason;
}

/** How a part of the server is, and what mends it. */
export function checkIn(i18n: I18n, check: Told & { facts: Readonly<Record<string, string>> }): { detail: string; fix: string } {
  const words = wordsFor(i18n, `check.${check.code}`);
  if (!words) return { detail: check.detail, fix: check.fix };
  const filled = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => check.facts[name] ?? '');
  return { detail: filled(words.what), fix: filled(words.fix ?? '') };
}

/** All for a component: it is drawn again once the words are here. */
export function useTold() {
  const { i18n } = useTranslation();
  return {
    error: (error: Told, kind?: string) => errorIn(i18n, error, kind),
    /** In one line. */
    line: (error: Told, kind?: string) => Object.values(errorIn(i18n, error, kind)).join(' ').trim(),
    check: (check: Parameters<typeof checkIn>[1]) => checkIn(i18n, check),
    reason: <R extends { code: string; text: string; cure: string | null }>(reason: R) => reasonIn(i18n, reason),
  };
}
