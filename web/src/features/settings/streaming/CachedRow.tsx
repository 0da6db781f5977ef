import { Film, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { CachedTitle } from '@/api';
import { formatAgo, formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { IconButton, Picture } from '@/ui';

interface Props {
  title: CachedTitle;
  busy: boolean;
  onEmpty: () => void;
}

export function CachedRow({ title, busy, onEmpty }: Props) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const facts = [
    title.prepared_bytes > 0 && t('cache.partly', { size: formatBytes(title.prepared_bytes, locale) }),
    title.stored_bytes > 0 && t('cache.stored', { size: formatBytes(title.stored_bytes, locale) }),
    t('cache.usedAgo', { when: formatAgo(title.last_used_at, locale) }),
  ];
  return (
    <li className="flex items-center gap-3 px-3 py-2.5 sm:gap-4 sm:px-4">
      {title.poster_url ? (
        <Picture src={title.poster_url} sizes="80px" className="aspect-video w-16 shrink-0 rounded-[6px] sm:w-20" />
      ) : (
        <span aria-hidden className="grid aspect-video w-16 shrink-0 place-items-center rounded-[6px] bg-fill text-ink-3 sm:w-20">
          <Film size={18} />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <Link to={paths.title(title.media_id)} dir="auto" className="block truncate text-body font-semibold hover:underline">
          {title.title}
        </Link>
        <p className="text-caption text-ink-3 tabular">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <span className="shrink-0 text-small text-ink-2 tabular">{formatBytes(title.bytes + title.stored_bytes, locale)}</span>
      <IconButton icon={Trash2} label={t('cache.clearOne', { title: title.title })} disabled={busy} onClick={onEmpty} />
    </li>
  );
}
