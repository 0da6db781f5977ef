/** The head of a collection: its picture, what it is called and about, and what can be done with it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, ListChecks, Pencil, Play, Shuffle, Sparkles, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { anyOfCollection, deleteCollection, editCollection, keys, restoreCollection, type CollectionPage, type CollectionRule, type Media } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, IconButton, Menu, MenuItem, Skeleton, toast } from '@/ui';
import { CollectionForm, Mosaic } from '@/ui/collections';
import { useSays } from '@/ui/filters';
import { useSayFailure } from '@/ui/media';

import { ruleAddress, ruleQuery, ruleWords } from './rule';

function useDelete(collection: CollectionPage) {
  const { t } = useTranslation('collections');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const go = useNavigate();
  const say = useSayFailure();
  const { id, name } = collection;
  const refresh = () => cache.invalidateQueries({ queryKey: keys.collections });
  const restore = useMutation({
    mutationFn: () => restoreCollection(id),
    onSuccess: () => toast(t('restored', { name })),
    onError: say,
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: () => deleteCollection(id),
    onSuccess: async () => {
      await go(paths.collections);
      cache.removeQueries({ queryKey: keys.collection(id) });
      toast(t('deleted', { name }), { action: { label: common('undo'), run: () => restore.mutate() } });
    },
    onError: say,
    onSettled: refresh,
  });
}

function Edit({ collection, onClose }: { collection: CollectionPage; onClose: () => void }) {
  const { t } = useTranslation('collections');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const edit = useMutation({
    mutationFn: (words: { name: string; description: string | null }) => editCollection(collection.id, words),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.collections });
      toast(t('saved'));
      onClose();
    },
  });
  return (
    <CollectionForm
      title={t('form.edit')}
      run={common('save')}
      words={collection}
      busy={edit.isPending}
      error={edit.error}
      onSave={(words) => edit.mutate(words)}
      onClose={onClose}
    />
  );
}

function Shuffled({ id }: { id: string }) {
  const { t } = useTranslation('collections');
  const go = useNavigate();
  const say = useSayFailure();
  const any = useMutation({
    mutationFn: () => anyOfCollection(id),
    onSuccess: (media) => void go(paths.watch(media.id)),
    onError: say,
  });
  return (
    <Button icon={Shuffle} busy={any.isPending} onClick={() => any.mutate()}>
      {t('shuffle')}
    </Button>
  );
}

function Rule({ rule }: { rule: CollectionRule }) {
  const { t } = useTranslation('collections');
  const { t: media } = useTranslation('media');
  const query = useMemo(() => ruleQuery(rule), [rule]);
  const words = ruleWords(query, useSays(query), media);
  return (
    <div className="mt-4">
      <p className="flex items-center gap-1.5 text-small text-ink-3">
        <Sparkles size={14} aria-hidden />
        {t('rule')}
      </p>
      <ul aria-label={t('rule')} className="mt-2 flex flex-wrap gap-1.5">
        {words.map((word) => (
          <li key={word} className="inline-flex h-7.5 max-w-full items-center truncate rounded-chip bg-fill px-3 text-small">
            {word}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Actions({ collection, first }: { collection: CollectionPage; first: Media | undefined }) {
  const { t } = useTranslation('collections');
  const [editing, setEditing] = useState(false);
  const leave = useDelete(collection);
  return (
    <div className="mt-5 flex flex-wrap gap-2.5">
      {first && (
        <ButtonLink to={paths.watch(first.id)} look="primary" icon={Play} solid>
          {t('play')}
        </ButtonLink>
      )}
      {collection.total > 1 && <Shuffled id={collection.id} />}
      {collection.rule && (
        <ButtonLink to={ruleAddress(collection.rule)} state={{ rule: collection.id }} icon={ListChecks}>
          {t('editFilter')}
        </ButtonLink>
      )}
      {collection.editable && (
        <Menu align="start" trigger={<IconButton look="quiet" size="lg" icon={Ellipsis} label={t('more')} />}>
          <MenuItem icon={Pencil} onSelect={() => setEditing(true)}>
            {t('edit')}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={() => leave.mutate()}>
            {t('delete')}
          </MenuItem>
        </Menu>
      )}
      {editing && <Edit collection={collection} onClose={() => setEditing(false)} />}
    </div>
  );
}

const HEAD = 'flex flex-col gap-5 md:flex-row md:items-end md:gap-8';
const PICTURE = 'w-full shrink-0 md:w-[clamp(280px,30vw,440px)]';

export function Head({ collection, titles }: { collection: CollectionPage; titles: Media[] }) {
  const { t } = useTranslation('collections');
  const locale = useLocale();
  const { total } = collection;
  const first = titles.find((media) => media.status === 'ready');
  return (
    <header className={HEAD}>
      <Mosaic covers={collection.covers} sizes="(width >= 48rem) 440px, 100vw" eager className={PICTURE} />
      <div className="min-w-0">
        <h1 className="text-[1.75rem] leading-tight font-[720] tracking-[-0.03em] wrap-anywhere md:text-page">{collection.name}</h1>
        <p className="mt-1 text-body text-ink-3">{t('titles', { count: total, shown: formatNumber(total, locale) })}</p>
        {collection.description && (
          <p className="mt-3 max-w-[62ch] text-body whitespace-pre-line text-pretty text-ink-2 wrap-anywhere">{collection.description}</p>
        )}
        {collection.rule && <Rule rule={collection.rule} />}
        <Actions collection={collection} first={first} />
      </div>
    </header>
  );
}

export function HeadSkeleton() {
  return (
    <div className={HEAD} aria-busy>
      <Skeleton className={`aspect-video ${PICTURE}`} />
      <div className="flex-1">
        <Skeleton className="h-9 w-72 max-w-full" />
        <Skeleton className="mt-3 h-4 w-24 rounded-badge" />
        <Skeleton className="mt-6 h-11.5 w-60 max-w-full rounded-control" />
      </div>
    </div>
  );
}
