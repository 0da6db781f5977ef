/** One change of all that is selected, told with its numbers and its way back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { changeMany, keys, undoMany, type BulkChange } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { toast } from '@/ui/toast';
import { useRefreshMedia, useSayFailure } from '../actions';
import type { Scope } from './scope';
import { leaveSelection, useSelection } from './store';

/** What is to become of them, without saying which. */
export type Wish = Omit<BulkChange, 'ids' | 'filter' | 'except_ids'>;

export function useBulk(scope: Scope) {
  const { t } = useTranslation('organise');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const cache = useQueryClient();
  const refreshMedia = useRefreshMedia();
  const say = useSayFailure();
  const number = (count: number) => ({ count, shown: formatNumber(count, locale) });
  const refresh = () => {
    refreshMedia();
    void cache.invalidateQueries({ queryKey: keys.collections });
  };
  const undo = useMutation({
    mutationFn: undoMany,
    onSuccess: ({ restored }) => toast(t('pick.undone', number(restored))),
    onError: say,
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: (wish: Wish) => {
      const { everything, chosen, except } = useSelection.getState();
      const which = everything && scope.filter ? { filter: scope.filter, except_ids: [...except] } : { ids: [...chosen] };
      return changeMany({ ...wish, ...which });
    },
    onSuccess: ({ changed, refused, undo_id }) => {
      const told = [
        changed > 0 || refused === 0 ? (changed > 0 ? t('pick.changed', number(changed)) : t('pick.nothing')) : null,
        refused > 0 ? t('pick.refused', number(refused)) : null,
      ];
      toast(told.filter(Boolean).join(' · '), undo_id ? { action: { label: common('undo'), run: () => undo.mutate(undo_id) } } : {});
      leaveSelection();
    },
    onError: say,
    onSettled: refresh,
  });
}
