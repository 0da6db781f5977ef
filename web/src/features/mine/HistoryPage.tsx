/** What one watched, day by day, the last first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { RotateCcw, SearchX, Trash2, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { historyPages, type Media } from '@/api';
import { formatPercent } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, Dialog, EmptyState, ErrorState, IconButton, Page, Picture, ProgressBar, SearchTitle, ShowMore, Skeleton, useSearchWord } from '@/ui';
import { isBegun, leadName, noteNext, stillOf, timeLeft } from '@/ui/media';

import { byDay, dayName, type Day } from './days';
import { useClearing } from './useClearing';

const whenOf = (media: Media) => media.progress?.updated_at ?? media.added_at;

function useHowFar(media: Media): string {
  const { t } = useTranslation('organise');
  const { t: words } = useTranslation('media');
  const locale = useLocale();
  if (media.progress?.completed) return t('history.watched');
  const seen = t('history.seenOf', { percent: formatPercent(media.progress?.percent ?? 0, locale) });
  return [seen, timeLeft(media, words)].filter(Boolean).join(' · ');
}

function Entry({ media, onRemove }: { media: Media; onRemove: () => void }) {
  const { t } = useTranslation('organise');
  const { t: words } = useTranslation('media');
  const locale = useLocale();
  const clock = new Date(whenOf(media)).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
  const lines = [noteNext(media, words), useHowFar(media)].filter(Boolean).join(' · ');
  return (
    <li className="relative -mx-2 flex items-center gap-4 rounded-[11px] px-2 py-2.5 transition-colors duration-100 hover:bg-fill">
      <span className="relative w-29 shrink-0 sm:w-36">
        <Picture {...stillOf(media)} blurhash={media.blurhash} widths={[160, 320]} sizes="144px" className="aspect-video rounded-[8px]" />
        {isBegun(media) && media.progress && (
          <ProgressBar percent={media.progress.percent} label={words('progress')} onPicture className="absolute inset-x-1.5 bottom-1.5" />
        )}
      </span>
      <div className="min-w-0 flex-1">
        <Link
          to={paths.title(media.id)}
          dir="auto" className="line-clamp-2 text-body font-semibold after:absolute after:inset-0 after:rounded-[11px] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {leadName(media)}
        </Link>
        <p className="mt-0.5 line-clamp-2 text-caption text-ink-3">{lines}</p>
        <p className="mt-0.5 text-caption text-ink-3 tabular sm:hidden">{clock}</p>
      </div>
      <time dateTime={whenOf(media)} className="shrink-0 text-small text-ink-3 tabular max-sm:hidden">
        {clock}
      </time>
      <IconButton icon={X} size="sm" label={t('history.remove', { title: media.title })} onClick={onRemove} className="relative z-1" />
    </li>
  );
}

function OneDay({ day, name, onRemove }: { day: Day<Media>; name: string; onRemove: (media: Media) => void }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-1.5 text-row font-[650] tracking-[-0.015em]">
        {name}
      </h2>
      <ul>
        {day.items.map((media) => (
          <Entry key={media.id} media={media} onRemove={() => onRemove(media)} />
        ))}
      </ul>
    </section>
  );
}

function ClearAll({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation('organise');
  const { t: common } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={Trash2} onClick={() => setOpen(true)}>
        {t('history.clear')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('history.clearHeading')}
        footer={
          <>
            <Button look="ghost" onClick={() => setOpen(false)}>
              {common('cancel')}
            </Button>
            <Button
              look="danger"
              onClick={() => {
                setOpen(false);
                onClear();
              }}
            >
              {t('history.clear')}
            </Button>
          </>
        }
      >
        <p className="text-body text-pretty text-ink-2">{t('history.clearText')}</p>
      </Dialog>
    </>
  );
}

function Waiting() {
  return (
    <div className="mt-7 flex flex-col gap-4" aria-busy>
      {Array.from({ length: 6 }, (_, at) => (
        <Skeleton key={at} className="h-22 rounded-[11px]" />
      ))}
    </div>
  );
}

export function HistoryPage() {
  const { t } = useTranslation('organise');
  const locale = useLocale();
  const q = useSearchWord();
  const history = useInfiniteQuery(historyPages(q));
  const clear = useClearing();
  const [now] = useState(() => new Date());
  const items = history.data?.pages.flatMap((page) => page.items);
  const words = { today: t('history.today'), yesterday: t('history.yesterday') };
  const days = byDay(items ?? [], whenOf);
  return (
    <Page narrow>
      <SearchTitle title={t('history.title')} note={undefined} label={t('history.search')} none={items?.length === 0 && !q && !history.hasNextPage}>
        {days.length > 0 && !q && <ClearAll onClear={() => clear.mutate(null)} />}
      </SearchTitle>
      {history.isError && !items && <ErrorState error={history.error} onRetry={() => void history.refetch()} busy={history.isFetching} />}
      {history.isPending && <Waiting />}
      {items?.length === 0 && q && (
        <EmptyState icon={SearchX} title={t('history.noMatch', { text: q })} text={t('history.noMatchText')} />
      )}
      {items?.length === 0 && !q && !history.hasNextPage && (
        <EmptyState icon={RotateCcw} title={t('history.empty')} text={t('history.emptyText')}>
          <ButtonLink to={paths.home}>{t('history.toHome')}</ButtonLink>
        </EmptyState>
      )}
      <div className="mt-7 flex flex-col gap-8">
        {days.map((day) => (
          <OneDay key={day.key} day={day} name={dayName(day.key, now, locale, words)} onRemove={clear.mutate} />
        ))}
      </div>
      <ShowMore pages={history} />
    </Page>
  );
}
