/** Titles that were guessed, for the one who runs the server to say what they are. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { CheckCheck, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { doubtPages, type Media } from '@/api';
import { paths } from '@/lib/paths';
import { useKeys } from '@/lib/useKeys';
import { AdminsOnly, Button, ButtonLink, EmptyState, ErrorState, IconButton, Kbd, Page, PageTitle, ShowMore, Skeleton } from '@/ui';

import { DoubtGroup } from './DoubtGroup';
import { FixDialog } from './FixDialog';
import { byFolder } from './groups';
import { useFix } from './useFix';
import { useSelection, type Selection } from './useSelection';

function KeyHints() {
  const { t } = useTranslation('doubts');
  const hints = [
    [['j', 'k'], t('keys.move')],
    [['x'], t('keys.tick')],
    [['y'], t('keys.right')],
    [['e'], t('keys.fix')],
  ] as const;
  return (
    <p className="hidden flex-wrap items-center gap-x-5 gap-y-2 text-caption text-ink-3 md:[@media(hover:hover)]:flex">
      {hints.map(([keys, does]) => (
        <span key={does} className="inline-flex items-center gap-1.5">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {does}
        </span>
      ))}
    </p>
  );
}

function Bar({ selection, onRight, onFix }: { selection: Selection; onRight: () => void; onFix: () => void }) {
  const { t } = useTranslation('doubts');
  const { t: common } = useTranslation();
  return (
    <div className="sticky bottom-[calc(var(--tabs)+16px)] z-20 mx-auto mt-6 flex w-fit max-w-full animate-rise flex-wrap items-center gap-2 rounded-panel border border-line bg-raised p-2 pl-4 shadow-card">
      <span role="status" className="mr-2 text-small font-semibold tabular">
        {t('ticked', { count: selection.picked.length })}
      </span>
      <Button size="sm" icon={CheckCheck} onClick={onRight}>
        {t('rightAll')}
      </Button>
      <Button size="sm" icon={Pencil} onClick={onFix}>
        {t('fixAll')}
      </Button>
      <IconButton size="sm" icon={X} label={common('clear')} onClick={selection.clear} />
    </div>
  );
}

/** The row that the keys speak of; when it goes, the one in its place is next. */
function useHere(items: readonly Media[]) {
  const [here, setHere] = useState<{ id: string; at: number } | null>(null);
  const found = here ? items.findIndex((media) => media.id === here.id) : -1;
  const at = found >= 0 ? found : here ? Math.min(here.at, items.length - 1) : -1;
  const go = (id: string) => setHere({ id, at: items.findIndex((media) => media.id === id) });
  const move = (step: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
    if (!next) return;
    go(next.id);
    document.querySelector(`[data-doubt="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  return { media: items[at], go, move };
}

function List({ items }: { items: Media[] }) {
  const groups = byFolder(items);
  // In the order of the screen, which the keys and a shift-click follow.
  const order = groups.flatMap((group) => group.items);
  const selection = useSelection(order);
  const here = useHere(order);
  const fix = useFix();
  const [fixing, setFixing] = useState<Media[] | null>(null);
  const meant = selection.picked.length > 0 ? selection.picked : here.media ? [here.media] : [];
  const right = (chosen: Media[]) => {
    if (chosen.length === 0) return;
    fix.mutate({ items: chosen, draft: null });
    selection.clear();
  };
  useKeys({
    j: () => here.move(1),
    k: () => here.move(-1),
    x: () => here.media && selection.turn(here.media.id),
    y: () => right(meant),
    e: () => meant.length > 0 && setFixing(meant),
  });
  const row = {
    onTick: selection.turn,
    onRight: (media: Media) => right([media]),
    onFix: (media: Media) => setFixing([media]),
    onHere: here.go,
  };
  return (
    <>
      <div className="mt-5 flex flex-col gap-4">
        {groups.map((group) => (
          <DoubtGroup key={group.folder} group={group} selection={selection} here={here.media?.id ?? null} row={row} />
        ))}
      </div>
      {selection.picked.length > 0 && (
        <Bar selection={selection} onRight={() => right(selection.picked)} onFix={() => setFixing(selection.picked)} />
      )}
      {fixing && (
        <FixDialog
          items={fixing}
          onClose={() => setFixing(null)}
          onFix={(draft) => {
            fix.mutate({ items: fixing, draft });
            selection.clear();
            setFixing(null);
          }}
        />
      )}
    </>
  );
}

function Waiting() {
  return (
    <div className="mt-5 flex flex-col gap-4" aria-busy>
      <Skeleton className="h-64 rounded-panel" />
      <Skeleton className="h-40 rounded-panel" />
    </div>
  );
}

function Doubts() {
  const { t } = useTranslation('doubts');
  const found = useInfiniteQuery(doubtPages);
  const items = found.data?.pages.flatMap((page) => page.items);
  const total = found.data?.pages[0]?.total;
  return (
    <Page narrow>
      <PageTitle title={t('title')} note={total ? t('count', { count: total }) : undefined} />
      {items && items.length > 0 && (
        <>
          <p className="mt-2 mb-3 max-w-[62ch] text-body text-pretty text-ink-2">{t('text')}</p>
          <KeyHints />
        </>
      )}
      {found.isError && !items && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {found.isPending && <Waiting />}
      {items?.length === 0 && !found.hasNextPage && (
        <EmptyState icon={CheckCheck} title={t('empty')} text={t('emptyText')}>
          <ButtonLink to={paths.library}>{t('toLibrary')}</ButtonLink>
        </EmptyState>
      )}
      {items && items.length > 0 && <List items={items} />}
      <ShowMore pages={found} className="mt-6" />
    </Page>
  );
}

export function DoubtsPage() {
  const { t } = useTranslation('doubts');
  return (
    <AdminsOnly text={t('adminsText')}>
      <Doubts />
    </AdminsOnly>
  );
}
