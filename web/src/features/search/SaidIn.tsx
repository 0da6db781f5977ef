/** Titles in which it is said: the line, and the second at which the player opens. */
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { searchSaid, type SaidIn as Said } from '@/api';
import { formatClock } from '@/lib/format';
import { paths } from '@/lib/paths';
import { Picture, SectionTitle } from '@/ui';
import { leadName, stillOf } from '@/ui/media';

import { marked } from './marked';

/** The player opens a breath before the line. */
const BEFORE_S = 1;

function Line({ id, line, q }: { id: string; line: Said['lines'][number]; q: string }) {
  const { t } = useTranslation('search');
  const clock = formatClock(line.start_s);
  return (
    <li>
      <Link
        to={paths.watch(id, Math.max(0, line.start_s - BEFORE_S))}
        className="group flex items-baseline gap-3 rounded-[9px] px-2 py-1.5 hover:bg-fill"
      >
        <span className="inline-flex shrink-0 items-center gap-1.5 text-caption text-accent-ink tabular">
          <span className="sr-only">{t('playAt')}</span>
          <Play size={12} aria-hidden className="self-center" />
          {clock}
        </span>
        <span lang={line.language ?? undefined} className="text-small text-pretty text-ink-2 group-hover:text-ink">
          {marked(line.text, q).map((piece, at) =>
            piece.on ? (
              <mark key={at} className="bg-transparent font-semibold text-ink">
                {piece.text}
              </mark>
            ) : (
              piece.text
            ),
          )}
        </span>
      </Link>
    </li>
  );
}

export function SaidIn({ q }: { q: string }) {
  const { t } = useTranslation('search');
  const items = useQuery(searchSaid(q)).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <SectionTitle>{t('saidIn')}</SectionTitle>
      <ul className="mt-4 grid gap-3 lg:grid-cols-2">
        {items.map(({ media, lines }) => (
          <li key={media.id} className="flex min-w-0 gap-3.5 rounded-panel border border-line bg-surface p-3">
            <Link to={paths.title(media.id)} className="shrink-0" aria-label={leadName(media)}>
              <Picture {...stillOf(media)} blurhash={media.blurhash} widths={[160, 320]} sizes="128px" className="aspect-video w-24 rounded-[8px] sm:w-32" />
            </Link>
            <div className="min-w-0 grow">
              <p dir="auto" className="truncate px-2 text-small font-semibold">
                <Link to={paths.title(media.id)} className="hover:underline">
                  {leadName(media)}
                </Link>
              </p>
              <ul className="mt-0.5">
                {lines.map((line) => (
                  <Line key={line.start_s} id={media.id} line={line} q={q} />
                ))}
              </ul>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
