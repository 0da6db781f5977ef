import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LinkEntry } from '@/api';
import { formatClock } from '@/lib/format';
import { paths } from '@/lib/paths';
import { Picture } from '@/ui';

interface Props {
  readonly entries: readonly LinkEntry[];
  readonly ticked: ReadonlySet<number>;
  onTick(ticked: ReadonlySet<number>): void;
}

/** Those not in the library yet. */
export const missing = (entries: readonly LinkEntry[]) => entries.filter((entry) => !entry.media_id).map((entry) => entry.index);

const WORD = 'rounded-[6px] px-2 py-1 font-semibold text-ink-2 hover:bg-fill hover:text-ink disabled:opacity-40';

/** A playlist to tick: everything not yet there is ticked to begin with. */
export function Playlist({ entries, ticked, onTick }: Props) {
  const { t } = useTranslation('add');
  const fresh = missing(entries);
  const there = entries.length - fresh.length;
  const toggle = (index: number) => {
    const next = new Set(ticked);
    if (!next.delete(index)) next.add(index);
    onTick(next);
  };
  return (
    <section aria-label={t('list')} className="mt-3 animate-rise overflow-hidden rounded-panel bg-surface light:ring-1 light:ring-line">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 text-small">
        <p aria-live="polite" className="font-semibold tabular">
          {t('ticked', { n: ticked.size, count: entries.length })}
        </p>
        {there > 0 ? <p className="text-ink-3">{t('thereAlready', { count: there })}</p> : null}
        <div className="ml-auto flex gap-1">
          <button type="button" className={WORD} disabled={ticked.size === fresh.length} onClick={() => onTick(new Set(fresh))}>
            {t('all')}
          </button>
          <button type="button" className={WORD} disabled={ticked.size === 0} onClick={() => onTick(new Set())}>
            {t('none')}
          </button>
        </div>
      </header>
      <ul className="max-h-[min(420px,60dvh)] overflow-y-auto overscroll-contain py-1.5">
        {entries.map((entry) => (
          <li key={entry.index} className="[contain-intrinsic-size:auto_60px] [content-visibility:auto]">
            <Entry entry={entry} ticked={ticked.has(entry.index)} onToggle={() => toggle(entry.index)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry, ticked, onToggle }: { entry: LinkEntry; ticked: boolean; onToggle(): void }) {
  const { t } = useTranslation('add');
  const body = (
    <>
      <span className="w-6 shrink-0 text-right text-caption text-ink-3 tabular">{entry.index}</span>
      <Picture src={entry.thumbnail_url} sizes="80px" className={`aspect-video w-20 shrink-0 rounded-[6px] ${entry.media_id ? 'opacity-60' : ''}`} />
      <span className={`min-w-0 flex-1 text-small font-medium ${entry.media_id ? 'text-ink-2' : ''}`}>
        <span className="line-clamp-2">{entry.title}</span>
      </span>
    </>
  );
  if (entry.media_id) {
    return (
      <div className="flex items-center gap-3 px-4 py-1.5">
        <CircleCheck aria-hidden size={18} className="shrink-0 text-good" />
        {body}
        <Link to={paths.watch(entry.media_id)} className="shrink-0 text-small font-semibold text-accent-ink hover:underline">
          {t('watch')}
          <span className="sr-only"> {entry.title}</span>
        </Link>
      </div>
    );
  }
  return (
    <label className="flex cursor-pointer items-center gap-3 px-4 py-1.5 hover:bg-fill has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent">
      <input type="checkbox" checked={ticked} onChange={onToggle} className="size-4.5 shrink-0 accent-accent" />
      {body}
      {entry.duration_s ? <span className="shrink-0 text-caption text-ink-3 tabular">{formatClock(entry.duration_s)}</span> : null}
    </label>
  );
}
