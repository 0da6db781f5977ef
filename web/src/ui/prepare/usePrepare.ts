/** A title's browser-ready copy: how it stands, and what can be done about it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { dropPrepared, keys, preparation, prepareMedia, type Media } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';

import { toast } from '../toast';

export function usePrepare(media: Pick<Media, 'id' | 'title'>, wanted = true) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const cache = useQueryClient();
  const go = useNavigate();
  const standing = useQuery({ ...preparation(media.id), enabled: wanted });
  const settle = () => {
    void cache.invalidateQueries({ queryKey: keys.preparation(media.id) });
    void cache.invalidateQueries({ queryKey: keys.jobs });
    void cache.invalidateQueries({ queryKey: keys.streamCache });
  };
  const make = useMutation({
    mutationFn: () => prepareMedia(media.id),
    onSuccess: () =>
      toast(t('prepare.asked', { title: media.title }), {
        action: { label: t('prepare.see'), run: () => void go(paths.activity) },
      }),
    onSettled: settle,
  });
  const drop = useMutation({
    mutationFn: () => dropPrepared(media.id),
    onSuccess: ({ freed_bytes }) => toast(t('prepare.dropped', { size: formatBytes(freed_bytes, locale) })),
    onSettled: settle,
  });
  return { standing, make, drop };
}
