/** Sends a wish to the server; its job shows in Activity at once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { addMedia, ApiError, keys, type AddRequest } from '@/api';
import { paths } from '@/lib/paths';
import { useTold } from '@/lib/told';
import { toast } from '@/ui';

export function useAdd(done: () => void) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { t } = useTranslation('add');
  const told = useTold();
  return useMutation({
    mutationFn: (wish: AddRequest) => addMedia(wish),
    onSuccess: (answer) => {
      void cache.invalidateQueries({ queryKey: keys.jobs });
      // What the library has must show as there when the same link is pasted again.
      void cache.invalidateQueries({ queryKey: ['link'] });
      const { media_id } = answer;
      if (answer.duplicate && media_id) {
        toast(t('wasThere'), { action: { label: t('watch'), run: () => void navigate(paths.watch(media_id)) } });
      }
      done();
    },
    onError: (error) =>
      toast(error instanceof ApiError ? told.line(error, 'link') : t('refused'), { look: 'danger' }),
  });
}
