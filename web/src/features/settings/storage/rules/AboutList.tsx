/** What a rule may be about: the library, a channel, a collection. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { retentionScopes } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { platformName } from '@/lib/names';
import { Choice, ErrorLine, SearchBox, Skeleton } from '@/ui';

import { isSame, LIBRARY, type About } from './draft';

interface Props {
  value: About | null;
  onChange: (about: About) => void;
}

export function AboutList({ value, onChange }: Props) {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const [q, setQ] = useState('');
  const found = useQuery(retentionScopes(q));
  const titles = (count: number) => t('titles', { count, shown: formatNumber(count, locale) });
  const channels = (found.data?.channels ?? []).map(({ platform, uploader, count }) => ({
    about: { scope: 'channel', platform, uploader, name: uploader } as About,
    hint: `${platformName(platform)} · ${titles(count)}`,
  }));
  const shelves = (found.data?.collections ?? []).map(({ id, name, count }) => ({
    about: { scope: 'collection', collection_id: id, name } as About,
    hint: `${t('rules.collection')} · ${titles(count)}`,
  }));
  const all = [...(q ? [] : [{ about: LIBRARY, hint: t('rules.libraryText') }]), ...channels, ...shelves];
  return (
    <fieldset>
      <legend className="mb-2 text-small font-medium text-ink-2">{t('rules.about')}</legend>
      <SearchBox label={t('rules.search')} value={q} onChange={setQ} first />
      {found.isPending && <Skeleton className="mt-2 h-32 rounded-control" />}
      {found.isError && (
        <div className="mt-2">
          <ErrorLine error={found.error} onRetry={() => void found.refetch()} />
        </div>
      )}
      <div className="mt-2 flex max-h-52 flex-col gap-0.5 overflow-y-auto rounded-control border border-line p-1.5">
        {all.map(({ about, hint }) => (
          <Choice
            key={[about.scope, about.platform, about.uploader, about.collection_id].join('\n')}
            type="radio"
            name="about"
            label={about.name || t('rules.library')}
            hint={hint}
            checked={isSame(about, value)}
            onChange={() => onChange(about)}
            className="rounded-[8px] px-2.5 py-2 hover:bg-fill"
          />
        ))}
        {found.data && all.length === 0 && <p className="px-2.5 py-4 text-small text-ink-3">{t('rules.noSuch')}</p>}
      </div>
    </fieldset>
  );
}
