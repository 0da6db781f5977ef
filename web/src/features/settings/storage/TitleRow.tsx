import { Link } from 'react-router';

import type { StorageTitle } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Picture } from '@/ui';

interface Props {
  title: Pick<StorageTitle, 'media_id' | 'title' | 'poster_url' | 'blurhash' | 'bytes'>;
  note?: string;
}

/** A title and what it takes. */
export function TitleRow({ title, note }: Props) {
  const locale = useLocale();
  return (
    <li className="flex items-center gap-3 px-3 py-2.5 sm:gap-4 sm:px-4">
      <Picture
        src={title.poster_url}
        blurhash={title.blurhash}
        widths={[160]}
        sizes="80px"
        className="aspect-video w-16 shrink-0 rounded-[6px] sm:w-20"
      />
      <div className="min-w-0 flex-1">
        <Link to={paths.title(title.media_id)} dir="auto" className="block truncate text-body font-semibold hover:underline">
          {title.title}
        </Link>
        {note && <p className="truncate text-caption text-ink-3">{note}</p>}
      </div>
      <span className="shrink-0 text-small text-ink-2 tabular">{formatBytes(title.bytes, locale)}</span>
    </li>
  );
}
