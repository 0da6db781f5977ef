/** One of the titles that show the same: picture, files, and what it is best at. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media } from '@/api';
import { formatAgo, formatBitRate, formatDuration } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Badge, cx, Picture } from '@/ui';
import { noteFacts, stillOf, versionFacts, versionName } from '@/ui/media';

import { merits, placeOf } from './compare';

interface Props {
  media: Media;
  all: readonly Media[];
  /** The name of the radio group it belongs to. */
  group: string;
  stays: boolean;
  onStay: () => void;
}

export function Candidate({ media, all, group, stays, onStay }: Props) {
  const { t } = useTranslation('duplicates');
  const { t: words } = useTranslation('media');
  const locale = useLocale();
  const best = merits(media, all);
  const place = placeOf(media);
  return (
    <div
      className={cx(
        'min-w-0 overflow-hidden rounded-control max-sm:grid max-sm:grid-cols-[7rem_minmax(0,1fr)] max-sm:gap-x-3.5 max-sm:gap-y-2 max-sm:p-3.5 sm:flex sm:flex-col border transition-colors duration-150',
        stays ? 'border-accent bg-fill' : 'border-line hover:bg-fill/50',
      )}
    >
      <Picture {...stillOf(media)} blurhash={media.blurhash} widths={[320, 640]} sizes="(width >= 40rem) 380px, 112px" className="aspect-video w-full shrink-0 self-start max-sm:rounded-[7px]" />
      <div className="min-w-0 grow max-sm:contents max-sm:[&>:not(label)]:col-span-2 sm:flex sm:flex-col sm:gap-2 sm:p-3.5">
        <label className="touch touch-under flex cursor-pointer items-start gap-3">
          <input type="radio" name={group} checked={stays} onChange={onStay} className="mt-0.5 size-4.5 shrink-0 cursor-pointer accent-accent" />
          <span className="min-w-0">
            <span className="block text-small font-semibold wrap-anywhere">{media.title}</span>
            <span className="block text-caption text-ink-3">{noteFacts(media, words) || words(`kind.${media.kind}`)}</span>
          </span>
        </label>
        {best.length > 0 && (
          <p className="flex flex-wrap gap-1.5">
            {best.map((merit) => (
              <Badge key={merit} look="fill">
                {t(`merit.${merit}`)}
              </Badge>
            ))}
          </p>
        )}
        <ul className="flex flex-col gap-1 text-caption text-ink-2">
          {(media.assets ?? []).map((asset) => (
            <li key={asset.id}>
              <span className="font-semibold text-ink">{versionName(asset)}</span>
              {' · '}
              {[versionFacts(asset, locale), asset.bit_rate && formatBitRate(asset.bit_rate, locale), formatDuration(asset.duration_s)]
                .filter(Boolean)
                .join(' · ')}
            </li>
          ))}
        </ul>
        {place && <p className="text-caption wrap-anywhere text-ink-3">{place}</p>}
        <p className="mt-auto flex flex-wrap justify-between gap-x-3 text-caption text-ink-3">
          <span>{t('added', { when: formatAgo(media.added_at, locale) })}</span>
          <Link to={paths.title(media.id)} className="touch text-ink-2 hover:underline" aria-label={t('openLabel', { title: media.title })}>
            {t('open')}
          </Link>
        </p>
      </div>
    </div>
  );
}
