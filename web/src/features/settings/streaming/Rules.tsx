/** What is prepared by itself. Each change is kept at once. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { keys, prepareRules, savePrepareRules, type PrepareRules } from '@/api';
import { Chip, Choice, ErrorState, Skeleton } from '@/ui';
import { useSayFailure } from '@/ui/media';

import { Panel } from '../Panel';
import { HEIGHTS, withHeight } from './heights';

const SWITCHES = [
  ['unplayable', 'unplayable'],
  ['watched_often', 'often'],
  ['new', 'new'],
  ['next', 'next'],
] as const;

function useSave() {
  const cache = useQueryClient();
  const say = useSayFailure();
  return useMutation({
    mutationFn: savePrepareRules,
    onMutate: async (next: PrepareRules) => {
      await cache.cancelQueries({ queryKey: keys.prepareRules });
      const before = cache.getQueryData<PrepareRules>(keys.prepareRules);
      cache.setQueryData(keys.prepareRules, next);
      return before;
    },
    onError: (error, _next, before) => {
      cache.setQueryData(keys.prepareRules, before);
      say(error);
    },
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.prepareRules }),
  });
}

function Form({ rules }: { rules: PrepareRules }) {
  const { t } = useTranslation('streaming');
  const save = useSave();
  const change = (part: Partial<PrepareRules>) => save.mutate({ ...rules, ...part });
  return (
    <div className="flex flex-col gap-4">
      {SWITCHES.map(([name, words]) => (
        <Choice
          key={name}
          label={t(`rules.${words}`)}
          hint={t(`rules.${words}Text`)}
          checked={rules[name]}
          onChange={(event) => change({ [name]: event.target.checked })}
        />
      ))}
      <div className="border-t border-line pt-4">
        <Choice
          label={t('rules.night')}
          hint={t('rules.nightText')}
          checked={rules.at_night}
          onChange={(event) => change({ at_night: event.target.checked })}
        />
      </div>
      <div role="group" aria-label={t('rules.heights')}>
        <p className="text-body font-medium">{t('rules.heights')}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Chip on={rules.heights.length === 0} onClick={() => change({ heights: [] })}>
            {t('rules.all')}
          </Chip>
          {HEIGHTS.map((height) => (
            <Chip key={height} on={rules.heights.includes(height)} onClick={() => change({ heights: withHeight(rules.heights, height) })}>
              {`${height}p`}
            </Chip>
          ))}
        </div>
        <p className="mt-2 text-small text-ink-2">{t('rules.heightsText')}</p>
      </div>
    </div>
  );
}

export function Rules() {
  const { t } = useTranslation('streaming');
  const rules = useQuery(prepareRules);
  return (
    <Panel title={t('rules.title')} text={t('rules.text')}>
      {rules.isError && !rules.data && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} busy={rules.isFetching} />}
      {rules.isPending && <Skeleton className="h-72 rounded-panel" />}
      {rules.data && <Form rules={rules.data} />}
    </Panel>
  );
}
