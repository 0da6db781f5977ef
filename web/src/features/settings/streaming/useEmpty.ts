import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { emptyCache, keys } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

/** Empties what is stored of a title, or all of it; it is made again where it is wanted. */
export function useEmpty() {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const cache = useQueryClient();
  const say = useSayFailure();
  return useMutation({
    mutationFn: (media_id: string | undefined) => emptyCache(media_id),
    onSuccess: ({ freed_bytes }) => toast(t('cache.freed', { size: formatBytes(freed_bytes, locale) })),
    onError: say,
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.streamCache });
      void cache.invalidateQueries({ queryKey: ['media', 'prepare'] });
    },
  });
}
