/** The line under the title: where it belongs, or where it comes from. */
import type { TFunction } from 'i18next';
import type { Media } from '@/api';
import { formatDate } from '@/lib/format';

export function contextOf(media: Media, locale: string, t: TFunction<'watch'>): string | null {
  const episode =
    media.season_number !== null && media.episode_number !== null
      ? t('episode', { season: media.season_number, episode: media.episode_number_end ? `${media.episode_number}–${media.episode_number_end}` : media.episode_number })
      : null;
  if (episode) return [episode, media.series?.title].filter(Boolean).join(' · ');
  const day = media.upload_date ? formatDate(media.upload_date, locale) : null;
  const parts = [media.series?.title ?? media.uploader, day ?? (media.year ? String(media.year) : null)];
  return parts.filter(Boolean).join(' · ') || null;
}
