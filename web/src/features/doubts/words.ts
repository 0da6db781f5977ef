/** Why a title is doubted, and what it was taken for, in words. */
import type { TFunction } from 'i18next';

import type { Media } from '@/api';
import { episodeMark } from '@/ui/media';

const KNOWN = [
  'no_year', 'no_title', 'kind_guessed', 'other_name', 'absolute_number', 'number_guessed', 'no_series', 'no_number',
] as const;

/** A code that is not known here is said as it is: a newer server may have more of them. */
export function whyWords(code: string, t: TFunction<'doubts'>): string {
  const known = KNOWN.find((one) => one === code);
  return known ? t(`why.${known}`) : t('why.other', { code: code.replaceAll('_', ' ') });
}

/** Film · The Brook (2021), or Episode · Riverbank · S1 E4 · Stones. */
export function takenFor(media: Media, t: TFunction<'media'>): string {
  const kind = t(`kind.${media.kind}`);
  if (media.kind === 'episode') {
    const mark = episodeMark(media, t);
    // A file without a title of its own is called by its series and number, which stand there already.
    const own = media.series && media.title.startsWith(media.series.title) ? null : media.title;
    return [kind, media.series?.title, mark, own].filter(Boolean).join(' · ');
  }
  return `${kind} · ${media.title}${media.year === null ? '' : ` (${media.year})`}`;
}
