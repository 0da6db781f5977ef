import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { bringBack, freeSpace, keys, type CanGo } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { toast } from '@/ui';
import { useRefreshMedia, useSayFailure } from '@/ui/media';

/** Brings titles back that went to the trash together. */
export function useBringBack() {
  const { t } = useTranslation('storage');
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  return useMutation({
    mutationFn: bringBack,
    onSuccess: ({ restored }) => toast(t('restored', { count: restored })),
    onError: say,
    onSettled: refresh,
  });
}

/** Lets go of one kind of thing; what went to the trash can be taken back at once. */
export function useFree(as_of: string) {
  const { t } = useTranslation('storage');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const back = useBringBack();
  return useMutation({
    mutationFn: (one: CanGo) => freeSpace(one.what, as_of),
    onSuccess: ({ media_ids, freed_bytes }, { what }) => {
      if (what === 'watched') {
        const undo = { label: common('undo'), run: () => back.mutate(media_ids) };
        toast(t('trashed', { count: media_ids.length }), media_ids.length > 0 ? { action: undo } : {});
      } else toast(t('freed', { size: formatBytes(freed_bytes, locale) }));
    },
    onError: say,
    onSettled: () => {
      refresh();
      void cache.invalidateQueries({ queryKey: keys.streamCache });
    },
  });
}
