/** What one thinks of a title, shown at once on every screen that holds it, with a way back where something goes. */
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { keys, setOpinion, type Media, type Opinion } from '@/api';

import { toast } from '../toast';
import { useSayFailure } from './actions';
import { useGrown } from './grown';
import { withTitle } from './held';

interface Change {
  media: Media;
  change: Partial<Opinion>;
  /** It takes back what was taken away: nothing needs to be said of that. */
  quiet?: boolean;
}

/** Whether something that was said is taken away, and not only said otherwise. */
export function takesAway(before: Opinion, change: Partial<Opinion>): boolean {
  return (
    (change.in_list === false && before.in_list) ||
    (change.favourite === false && before.favourite) ||
    (change.liked === null && before.liked !== null) ||
    (change.rating === null && before.rating !== null)
  );
}

/** What was thought before, of just what is changed. */
export function asThought(before: Opinion, change: Partial<Opinion>): Partial<Opinion> {
  return Object.fromEntries(Object.keys(change).map((name) => [name, before[name as keyof Opinion]]));
}

/** Lists that opinions narrow. Others only show them, and are right already. */
function isNarrowedByOpinion(key: QueryKey): boolean {
  const [room, what, query] = key;
  if (room === 'media' && what === 'home') return true; // My List stands there
  if (room !== 'media' || what !== 'list') return false;
  if (query === 'mine') return true;
  const asked = typeof query === 'object' && query !== null ? Object.keys(query) : [];
  return asked.some((name) => ['liked', 'favourite', 'my_list', 'min_rating'].includes(name));
}

export function useOpinion() {
  const { t } = useTranslation('media');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();

  function show(id: string, change: Partial<Opinion>): void {
    for (const key of [keys.media, keys.collections]) cache.setQueriesData({ queryKey: key }, (old: unknown) => withTitle(old, id, change));
    useGrown.setState(({ grown }) => ({ grown: grown && { ...grown, media: withTitle(grown.media, id, change) } }));
  }

  const think = useMutation({
    scope: { id: 'opinion' }, // one after the other: of two the later must be the last to arrive
    mutationFn: ({ media, change }: Change) => setOpinion(media.id, change),
    onMutate: async ({ media, change }) => {
      show(media.id, change);
      await cache.cancelQueries({ queryKey: keys.mediaItem(media.id) });
      show(media.id, change); // an answer on its way is put back as it was when it is stopped
    },
    onSuccess: (_, { media, change, quiet }) => {
      if (quiet || !takesAway(media, change)) return;
      const back = () => think.mutate({ media: { ...media, ...change }, change: asThought(media, change), quiet: true });
      const text = t(change.in_list === false ? 'offListNow' : 'opinionGone', { title: media.title });
      toast(text, { action: { label: common('undo'), run: back } });
    },
    onError: (error, { media, change }) => {
      show(media.id, asThought(media, change));
      say(error);
    },
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.media, predicate: ({ queryKey }) => isNarrowedByOpinion(queryKey) }),
  });
  return (media: Media, change: Partial<Opinion>) => think.mutate({ media, change });
}
