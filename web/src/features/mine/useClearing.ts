/** Taking titles out of the history, all of it or one, with the way back to exactly what was. */
import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { changeMany, keys, undoMany, type Media, type MediaPage } from '@/api';
import { toast } from '@/ui';
import { useRefreshMedia, useSayFailure } from '@/ui/media';

type Held = InfiniteData<MediaPage>;

/** The pages without a title; null leaves none. */
export function without(held: Held, id: string | null): Held {
  const gone = held.pages.some((page) => id === null || page.items.some((media) => media.id === id));
  if (!gone) return held;
  return {
    ...held,
    pages: held.pages.map((page) => ({
      ...page,
      total: id === null ? 0 : page.total - 1,
      pages: id === null ? 1 : page.pages,
      items: id === null ? [] : page.items.filter((media) => media.id !== id),
    })),
  };
}

export function useClearing() {
  const { t } = useTranslation('organise');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const undo = useMutation({
    mutationFn: undoMany,
    onSuccess: () => toast(t('history.back')),
    onError: say,
    onSettled: refresh,
  });
  /** A title, or null for all. */
  return useMutation({
    mutationFn: (media: Media | null) =>
      changeMany({ ...(media ? { ids: [media.id] } : { filter: { watched: 'any' } }), watched: false }),
    onMutate: async (media) => {
      await cache.cancelQueries({ queryKey: keys.histories });
      const before = cache.getQueriesData<Held>({ queryKey: keys.histories });
      cache.setQueriesData<Held>({ queryKey: keys.histories }, (old) => old && without(old, media?.id ?? null));
      return { before };
    },
    onSuccess: ({ undo_id }, media) => {
      const text = media ? t('history.removed', { title: media.title }) : t('history.cleared');
      toast(text, undo_id ? { action: { label: common('undo'), run: () => undo.mutate(undo_id) } } : {});
    },
    onError: (error, _, context) => {
      for (const [key, held] of context?.before ?? []) cache.setQueryData(key, held);
      say(error);
    },
    onSettled: refresh,
  });
}
