/** What is done with the titles of a collection. Shown at once; what fails is as it was. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { editCollection, keys, putInCollection, takeFromCollection, type CollectionPage, type Media } from '@/api';
import { toast } from '@/ui';
import { useSayFailure } from '@/ui/media';
import { moved } from '@/ui/sorting';

import { titlesOf, without, withTitles, type Pages } from './pages';

export function useTitles(collection: Pick<CollectionPage, 'id' | 'name' | 'cover_media_id'>) {
  const { t } = useTranslation('collections');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();
  const { id, name } = collection;
  const key = keys.collection(id);
  const scope = { id: `collection-${id}` };
  const work = { mutationKey: ['collection', id] };

  /** Shows the change before the server has it. Answers that are on their way know nothing of it yet. */
  async function show(change: (pages: Pages) => Pages): Promise<{ before: Pages | undefined }> {
    await cache.cancelQueries({ queryKey: key });
    const before = cache.getQueryData<Pages>(key);
    if (before) cache.setQueryData<Pages>(key, change(before));
    return { before };
  }
  // Of several changes in a row only the last one asks again: answers between them would jump.
  const settle = () => {
    if (cache.isMutating(work) === 1) void cache.invalidateQueries({ queryKey: keys.collections });
  };
  const failed = (error: unknown, _: unknown, kept: { before: Pages | undefined } | undefined) => {
    if (kept?.before) cache.setQueryData(key, kept.before);
    say(error);
  };

  const order = useMutation({
    ...work,
    scope,
    mutationFn: ({ media, to }: { media: Media; from: number; to: number }) => putInCollection(id, media.id, to),
    onMutate: ({ from, to }) => show((pages) => withTitles(pages, moved(titlesOf(pages), from, to))),
    onError: failed,
    onSettled: settle,
  });

  const putBack = useMutation({
    ...work,
    scope,
    mutationFn: ({ media, at }: { media: Media; at: number }) => putInCollection(id, media.id, at),
    onMutate: ({ media, at }) => show((pages) => withTitles(pages, titlesOf(pages).toSpliced(at, 0, media), 1)),
    onError: failed,
    onSettled: settle,
  });

  const take = useMutation({
    ...work,
    scope,
    mutationFn: ({ media }: { media: Media; at: number }) => takeFromCollection(id, media.id),
    onMutate: ({ media }) => show((pages) => without(pages, media.id)),
    onSuccess: (_, { media, at }) => {
      const undo = { label: common('undo'), run: () => putBack.mutate({ media, at }) };
      toast(t('takenOut', { title: media.title, name }), { action: undo });
    },
    onError: failed,
    onSettled: settle,
  });

  const cover = useMutation({
    ...work,
    mutationFn: (media: Media | null) => editCollection(id, { cover_media_id: media?.id ?? null }),
    onSuccess: (_, media) => toast(media ? t('covered', { title: media.title }) : t('uncovered')),
    onError: say,
    onSettled: settle,
  });

  return {
    move: (media: Media, from: number, to: number) => order.mutate({ media, from, to }),
    takeOut: (media: Media, at: number) => take.mutate({ media, at }),
    cover: (media: Media | null) => cover.mutate(media),
  };
}
