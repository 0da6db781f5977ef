import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media } from '@/api';
import { formatDate, formatDateTime } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { platformName } from '@/lib/names';
import { paths } from '@/lib/paths';
import { cx, FactList } from '@/ui';

/** Links in a description lead out; everything else is text as it was written. */
function Linked({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g);
  return parts.map((part, at) =>
    /^https?:\/\//.test(part) ? (
      <a key={at} href={part} target="_blank" rel="noreferrer noopener" className="text-accent-ink underline-offset-2 hover:underline">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

/** Said whole above, beside the picture, where that has room for it. */
const isShort = (media: Media) => !media.tagline && !/\n|https?:/.test(media.description ?? '') && (media.description?.length ?? 0) <= 150;

export function About({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const { t: words } = useTranslation('media');
  const locale = useLocale();
  const genres = media.genres.map((genre, at) => (
    <span key={genre}>
      {at > 0 && ', '}
      <Link to={`${paths.library}?${new URLSearchParams({ genre })}`} className="hover:underline">
        {genre}
      </Link>
    </span>
  ));
  return (
    <div className="flex flex-col gap-7">
      {media.description ? (
        <p
          dir="auto"
          className={cx('max-w-[68ch] text-body leading-relaxed wrap-anywhere whitespace-pre-line text-ink-2', isShort(media) && 'md:hidden')}
        >
          <Linked text={media.description} />
        </p>
      ) : (
        <p className="text-body text-ink-3">{t('noDescription')}</p>
      )}
      <FactList
        facts={[
          [t('facts.original'), media.original_title],
          [t('facts.kind'), words(`kind.${media.kind}`)],
          [t('facts.genres'), genres.length > 0 ? genres : null],
          [t('facts.released'), media.released && formatDate(media.released, locale)],
          [t('facts.uploader'), media.uploader],
          [t('facts.published'), media.upload_date && formatDate(media.upload_date, locale)],
          [t('facts.platform'), media.source_platform && platformName(media.source_platform)],
          [t('facts.added'), formatDate(media.added_at, locale)],
          [t('facts.from'), media.available_from && formatDateTime(media.available_from, locale)],
          [t('facts.until'), media.available_until && formatDateTime(media.available_until, locale)],
        ]}
      />
    </div>
  );
}
