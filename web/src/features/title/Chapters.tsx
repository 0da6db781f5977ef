import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Chapter, Media } from '@/api';
import { formatClock, formatDuration } from '@/lib/format';
import { paths } from '@/lib/paths';
import { cx } from '@/ui';
import { isBegun } from '@/ui/media';

import { seenOf } from './seen';

export function Chapters({ media, chapters }: { media: Media; chapters: Chapter[] }) {
  const { t } = useTranslation('title');
  const position = isBegun(media) ? (media.progress?.position_s ?? 0) : 0;
  return (
    <ol className="-mx-3">
      {chapters.map((chapter, at) => {
        const seen = seenOf(chapter, position);
        const here = seen > 0 && seen < 100;
        return (
          <li key={at}>
            <Link
              to={paths.watch(media.id, chapter.start_s)}
              className="group relative flex items-center gap-4 rounded-control px-3 py-3.5 transition-colors duration-150 hover:bg-fill"
            >
              <span className="relative w-7 shrink-0 text-center text-lead text-ink-3 tabular">
                <span className="group-hover:invisible group-focus-visible:invisible">{at + 1}</span>
                <Play
                  size={18}
                  fill="currentColor"
                  aria-hidden
                  className="invisible absolute inset-0 m-auto text-ink group-hover:visible group-focus-visible:visible"
                />
              </span>
              <span className={cx('min-w-0 flex-1 truncate text-body font-semibold', here && 'text-accent-ink')}>
                {chapter.title || t('chapter', { number: at + 1 })}
              </span>
              <span className="hidden w-28 text-right text-small text-ink-3 sm:inline">
                {formatDuration(chapter.end_s - chapter.start_s)}
              </span>
              <span className="w-16 text-right text-small text-ink-2 tabular">{formatClock(chapter.start_s)}</span>
              {here && <span className="absolute bottom-1 left-3 h-0.5 rounded-full bg-accent" style={{ width: `calc((100% - 24px) * ${seen / 100})` }} />}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
