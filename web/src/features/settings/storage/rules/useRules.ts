import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { keys, removeRule, saveRule, type RetentionRule, type RetentionWish } from '@/api';
import { toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

import { draftOf, wishOf } from './draft';

/** Keeps a rule. */
export function useSaveRule() {
  const cache = useQueryClient();
  const say = useSayFailure();
  return useMutation({
    mutationFn: (wish: RetentionWish) => saveRule(wish),
    onError: say,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.retention }),
  });
}

/** Takes a rule away, with the way back. */
export function useRemoveRule() {
  const { t } = useTranslation('storage');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();
  const save = useSaveRule();
  return useMutation({
    mutationFn: (rule: RetentionRule) => removeRule(rule.id),
    onSuccess: (_, rule) => {
      const wish = wishOf(draftOf(rule));
      toast(t('rules.removed'), wish ? { action: { label: common('undo'), run: () => save.mutate(wish) } } : {});
    },
    onError: say,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.retention }),
  });
}
