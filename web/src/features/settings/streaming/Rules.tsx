/** What is prepared by itself. Each change is kept at once. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
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

const CODECS = ['h264', 'av1'] as const;

/** What is kept, with what was just changed on top: a box never waits for the server to be ticked. */
function useRules(kept: PrepareRules): [PrepareRules, (part: Partial<PrepareRules>) => void] {
  const cache = useQueryClient();
  const say = useSayFailure();
  const [wish, setWish] = useState<PrepareRules | null>(null);
  const save = useMutation({
    mutationFn: savePrepareRules,
    onSuccess: (rules) => cache.setQueryData(keys.prepareRules, rules),
    onError: say,
    onSettled: (_rules, _error, asked) => setWish((last) => (last === asked ? null : last)),
    scope: { id: 'prepare-rules' }, // one after the other: the last change is the one that stays
  });
  const rules = wish ?? kept;
  return [rules, (part) => {
    const next = { ...rules, ...part };
    setWish(next);
    save.mutate(next);
  }];
}

function Form({ kept }: { kept: PrepareRules }) {
  const { t } = useTranslation('streaming');
  const [rules, change] = useRules(kept);
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
      <div role="group" aria-label={t('rules.codec')}>
        <p className="text-body font-medium">{t('rules.codec')}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          {CODECS.map((codec) => (
            <Chip key={codec} on={rules.codec === codec} onClick={() => change({ codec })}>
              {t(`rules.${codec}`)}
            </Chip>
          ))}
        </div>
        <p className="mt-2 text-small text-ink-2">{t(`rules.${rules.codec}Text`)}</p>
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
      {rules.data && <Form kept={rules.data} />}
    </Panel>
  );
}
