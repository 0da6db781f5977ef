/** What can be done with a title from several screens, each with its way back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import {
  ApiError,
  deleteMedia,
  forgetProgress,
  keys,
  put,
  randomMedia,
  restoreMedia,
  type Media,
  type Home,
  type MediaQuery,
} from '@/api';
import { paths } from '@/lib/paths';
import { useTold } from '@/lib/told';

import { toast } from '../toast';

/** Says in a toast that something failed. The thing itself is back as it was. */
export function useSayFailure(): (error: unknown) => void {
  const { t } = useTranslation();
  const told = useTold();
  const wordsOf = (error: unknown) => (error instanceof ApiError ? told.error(error).detail : '');
  return (error) => toast(wordsOf(error) || t('failedTitle'), { look: 'danger' });
}

/** Takes a title out of the row of those begun, at once, with undo. */
export function useForget() {
  const { t } = useTranslation('media');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();
  const refresh = () => void cache.invalidateQueries({ queryKey: keys.home });

  async function undo(media: Media): Promise<void> {
    if (!media.progress) return;
    const { position_s, duration_s } = media.progress;
    await put(`/api/media/${media.id}/progress`, { position_s, duration_s }).catch(say);
    refresh();
  }

  const forget = useMutation({
    mutationFn: (media: Media) => forgetProgress(media.id),
    onMutate: async (media) => {
      await cache.cancelQueries({ queryKey: keys.home });
      cache.setQueryData<Home>(keys.home, (old) =>
        old ? { ...old, continue_watching: old.continue_watching.filter((item) => item.id !== media.id) } : old,
      );
    },
    onSuccess: (_, media) =>
      toast(t('forgotten', { title: media.title }), { action: { label: common('undo'), run: () => void undo(media) } }),
    onError: say,
    onSettled: refresh,
  });
  return (media: Media) => forget.mutate(media);
}

/** Refreshes all that shows titles, after one came or went. */
export function useRefreshMedia(): () => void {
  const cache = useQueryClient();
  // How a title plays does not change with its words, and one that was deleted plays no more.
  return () => void cache.invalidateQueries({ queryKey: keys.media, predicate: (query) => query.queryKey[1] !== 'playback' });
}

export function useRestore() {
  const { t } = useTranslation('media');
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  return useMutation({
    mutationFn: (media: Media) => restoreMedia(media.id),
    onSuccess: (_, media) => toast(t('restored', { title: media.title })),
    onError: say,
    onSettled: refresh,
  });
}

export function useDelete() {
  const { t } = useTranslation('media');
  const { t: common } = useTranslation();
  const refresh = useRefreshMedia();
  const restore = useRestore();
  const say = useSayFailure();
  return useMutation({
    mutationFn: ({ media, file }: { media: Media; file: boolean }) => deleteMedia(media.id, file),
    onSuccess: (answer, { media }) => {
      const undo = { label: common('undo'), run: () => restore.mutate(media) };
      toast(t('deleted', { title: media.title }), answer?.undo_until ? { action: undo } : {});
    },
    onError: say,
    onSettled: refresh,
  });
}

/** Opens any title that fits. */
export function useSurprise() {
  const { t } = useTranslation('media');
  const go = useNavigate();
  const say = useSayFailure();
  return useMutation({
    mutationFn: (query: MediaQuery) => randomMedia(query),
    onSuccess: (media) => void go(paths.title(media.id)),
    onError: (error) => {
      if (error instanceof ApiError && error.status === 404) toast(t('nothingFits'));
      else say(error);
    },
  });
}

