/** How seasons are called. */
import type { TFunction } from 'i18next';

export function seasonName(season: number | null, t: TFunction<'series'>): string {
  if (season === null) return t('seasonless');
  return season === 0 ? t('specials') : t('season', { number: season });
}
