/** The line above the name: the series of an episode, the film that a trailer belongs to. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { mediaItem, type Media } from '@/api';
import { paths } from '@/lib/paths';
import { extraKind } from '@/ui/media';

export function useLead(media: Media): ReactNode {
  const { t } = useTranslation('title');
  const { t: words } = useTranslation('media');
  const whole = useQuery({ ...mediaItem(media.extra_of ?? ''), enabled: media.extra_of !== null, retry: false }).data;
  const { series } = media;
  const to = whole ? paths.title(whole.id) : series && paths.series(series.id, media.extra_kind ? undefined : media.season_number);
  const name = whole?.title ?? series?.title;
  const link = to && name && (
    <Link to={to} className="rounded-[4px] underline-offset-3 hover:underline">
      {name}
    </Link>
  );
  if (!media.extra_kind) return link || undefined;
  const kind = words(`extraKind.${extraKind(media.extra_kind)}`);
  return link ? (
    <>
      {t('extraOf', { kind })} {link}
    </>
  ) : (
    kind
  );
}
