/** Channels are many: the largest are offered, the others are found by name. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { fewChannels, type MediaQuery } from '@/api';
import { ErrorLine, SearchBox } from '@/ui';

import type { Change } from './address';
import { Group, Options } from './Options';

const FEW = 8;

export function ChannelField({ query, onChange }: { query: MediaQuery; onChange: Change }) {
  const { t } = useTranslation('library');
  const [typed, setTyped] = useState('');
  const channels = useQuery(fewChannels(typed, FEW));
  const items = channels.data?.items ?? [];
  // A library without channels has nothing to find here.
  if (!typed && items.length === 0 && !query.channel) return null;
  const names = items.map(({ name }) => name);
  const chosen = query.channel ? [query.channel] : [];
  const options = [...chosen.filter((name) => !names.includes(name)), ...names].map((value) => ({ value, label: value }));
  return (
    <Group title={t('groups.channel')}>
      {(typed || items.length >= FEW) && <SearchBox label={t('findChannel')} value={typed} onChange={setTyped} className="mb-2.5" />}
      {channels.isError && <ErrorLine error={channels.error} onRetry={() => void channels.refetch()} />}
      {typed && channels.isSuccess && items.length === 0 && <p className="mb-2 text-caption text-ink-3">{t('noChannel')}</p>}
      <Options options={options} chosen={chosen} onTurn={(name) => onChange({ channel: name === query.channel ? undefined : name }, true)} />
    </Group>
  );
}
