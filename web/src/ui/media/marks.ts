/** Saying that something was seen, or was not, with the way back to where one was. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { forgetProgress, keys, saveProgress, type Media, type MediaList } from '@/api';

import { toast } from '../toast';
import { useRefreshMedia, useSayFailure } from './actions';

const AT_ONCE = 4;

/** Runs a few requests side by side, never all of a long season at the same moment. */
async function each<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
}

/** A title whose length nobody knows counts as seen at the end of any length. */
const endOf = (media: Media) => media.duration_s ?? media.progress?.duration_s ?? 1;

const markOne = (media: Media, seen: boolean) =>
  seen ? saveProgress(media.id, endOf(media), endOf(media)) : forgetProgress(media.id);

/** Puts a title back to where it was. It is forgotten first, or it would count as seen all the same. */
async function putBack(media: Media): Promise<void> {
  await forgetProgress(media.id);
  if (media.progress) await saveProgress(media.id, media.progress.position_s, media.progress.duration_s);
}

function marked(media: Media, seen: boolean): Media {
  const end = endOf(media);
  const progress = { position_s: end, duration_s: end, percent: 100, completed: true, updated_at: new Date().toISOString() };
  return { ...media, progress: seen ? progress : null };
}

export interface Marking {
  titles: readonly Media[];
  seen: boolean;
}

export function useMarkSeen() {
  const { t } = useTranslation('media');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();

  const undo = useMutation({
    mutationFn: (titles: readonly Media[]) => each(titles, putBack),
    onError: say,
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: ({ titles, seen }: Marking) => each(titles, (media) => markOne(media, seen)),
    onMutate: async ({ titles, seen }) => {
      await cache.cancelQueries({ queryKey: keys.allEpisodes });
      const ids = new Set(titles.map((media) => media.id));
      const now = (media: Media) => (ids.has(media.id) ? marked(media, seen) : media);
      cache.setQueriesData<MediaList>({ queryKey: keys.allEpisodes }, (old) => old && { ...old, items: old.items.map(now) });
      for (const media of titles) cache.setQueryData<Media>(keys.mediaItem(media.id), (old) => old && now(old));
    },
    onSuccess: (_, { titles, seen }) => {
      const count = titles.length;
      const name = titles[0]?.title ?? '';
      const text = count === 1 ? t(seen ? 'markedSeen' : 'markedUnseen', { title: name }) : t(seen ? 'manySeen' : 'manyUnseen', { count });
      toast(text, { action: { label: common('undo'), run: () => undo.mutate(titles) } });
    },
    onError: say,
    onSettled: refresh,
  });
}
