/** The titles that take most. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { storageState } from '@/api';
import { Button } from '@/ui';

import { Panel } from '../Panel';
import { TitleRow } from './TitleRow';

const AT_FIRST = 8;

export function Largest() {
  const { t } = useTranslation('storage');
  const { t: common } = useTranslation();
  const [all, setAll] = useState(false);
  const titles = useQuery(storageState).data?.largest ?? [];
  if (titles.length === 0) return null;
  const shown = all ? titles : titles.slice(0, AT_FIRST);
  return (
    <Panel title={t('largest')} text={t('largestText')}>
      <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
        {shown.map((title) => (
          <TitleRow key={title.media_id} title={title} note={t(title.owned ? 'owned' : 'inFolder')} />
        ))}
      </ul>
      {titles.length > AT_FIRST && (
        <Button size="sm" className="mt-3" onClick={() => setAll(!all)}>
          {common(all ? 'less' : 'more')}
        </Button>
      )}
    </Panel>
  );
}
