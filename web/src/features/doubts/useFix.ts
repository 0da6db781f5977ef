/** Saying what doubtful titles are: gone from the list at once, back in it when the server says no. */
import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { doubtCount, doubtPages, editMedia, fixDoubts, type Media, type MediaPage } from '@/api';
import { paths } from '@/lib/paths';
import { toast } from '@/ui';
import { asItWas, useRefreshMedia, useSayFailure } from '@/ui/media';

import { patchOf, sharedFix, type FixDraft } from './fix';

/** As many as the server takes in one request. */
const AT_ONCE = 500;

export interface Fixing {
  items: Media[];
  /** Null: they are what they were taken for. */
  draft: FixDraft | null;
}

async function run({ items, draft }: Fixing): Promise<void> {
  const [only, second] = items;
  if (only && !second && draft) {
    await editMedia(only.id, patchOf(draft));
    return;
  }
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const ids = items.slice(at, at + AT_ONCE).map((media) => media.id);
    await fixDoubts(draft ? sharedFix(draft, ids) : { media_ids: ids, right: true });
  }
}

async function takeBack(items: Media[]): Promise<void> {
  for (const media of items) await editMedia(media.id, asItWas(media));
}

type Pages = InfiniteData<MediaPage, unknown>;

export function useFix() {
  const { t } = useTranslation('doubts');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const go = useNavigate();

  const undo = useMutation({
    mutationFn: takeBack,
    onSuccess: (_, items) => toast(t('undone', { count: items.length })),
    onError: say,
    onSettled: refresh,
  });

  function told({ items, draft }: Fixing) {
    const [first, second] = items;
    // That something is right cannot be taken back, so a single one can be opened instead.
    const open = first && !second ? { label: t('open'), run: () => void go(paths.title(first.id)) } : undefined;
    const action = draft ? { label: common('undo'), run: () => undo.mutate(items) } : open;
    const name = first?.title ?? '';
    const count = items.length;
    const text = second ? t(draft ? 'fixedMany' : 'rightMany', { count }) : t(draft ? 'fixedOne' : 'rightOne', { title: name });
    toast(text, action ? { action } : {});
  }

  return useMutation({
    mutationFn: run,
    onMutate: async ({ items }) => {
      await cache.cancelQueries({ queryKey: doubtPages.queryKey });
      const before = cache.getQueryData<Pages>(doubtPages.queryKey);
      const gone = new Set(items.map((media) => media.id));
      cache.setQueryData<Pages>(doubtPages.queryKey, (old) =>
        old && {
          ...old,
          pages: old.pages.map((page) => ({
            ...page,
            total: Math.max(0, page.total - gone.size),
            items: page.items.filter((media) => !gone.has(media.id)),
          })),
        },
      );
      cache.setQueryData<number>(doubtCount.queryKey, (old) => old === undefined ? old : Math.max(0, old - gone.size));
      return { before };
    },
    onSuccess: (_, fixing) => told(fixing),
    onError: (error, _, context) => {
      if (context?.before) cache.setQueryData(doubtPages.queryKey, context.before);
      say(error);
    },
    onSettled: refresh,
  });
}
