/** What is done with the whole list: surprise, sort, look. */
import { ArrowDownNarrowWide, ArrowDownWideNarrow, Grid2x2, Grid3x3, Rows3, Shuffle } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { SORTS, usualOrder, type MediaQuery, type SortBy, type SortOrder } from '@/api';
import { Button, Menu, MenuChoice, MenuLine, Segmented } from '@/ui';
import { useSurprise } from '@/ui/media';

import type { Look } from './address';

export function SortMenu({ query, onChange }: { query: MediaQuery; onChange: (part: Partial<MediaQuery>) => void }) {
  const { t } = useTranslation('library');
  const by: SortBy = query.sort_by ?? 'added_at';
  const order: SortOrder = query.sort_order ?? usualOrder(by);
  const Icon = order === 'asc' ? ArrowDownNarrowWide : ArrowDownWideNarrow;
  return (
    <Menu
      trigger={
        <Button size="sm" icon={Icon} aria-label={t('sortedBy', { by: t(`sort.${by}`) })}>
          <span className="max-sm:hidden">{t(`sort.${by}`)}</span>
        </Button>
      }
    >
      <MenuChoice
        label={t('sortBy')}
        value={by}
        options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        onChange={(sort_by) => onChange({ sort_by, sort_order: undefined })}
      />
      {by !== 'random' && (
        <>
          <MenuLine />
          <MenuChoice
            label={t('order')}
            value={order}
            options={[
              { value: 'asc', label: t(by === 'title' ? 'order_az' : 'order_up') },
              { value: 'desc', label: t(by === 'title' ? 'order_za' : 'order_down') },
            ]}
            onChange={(sort_order) => onChange({ sort_order })}
          />
        </>
      )}
    </Menu>
  );
}

export function SurpriseButton({ query }: { query: MediaQuery }) {
  const { t } = useTranslation('library');
  const surprise = useSurprise();
  return (
    <Button size="sm" icon={Shuffle} busy={surprise.isPending} onClick={() => surprise.mutate(query)} aria-label={t('surprise')}>
      <span className="max-lg:hidden">{t('surprise')}</span>
    </Button>
  );
}

export function LookSwitch({ look, onChange }: { look: Look; onChange: (look: Look) => void }) {
  const { t } = useTranslation('library');
  const options = [
    { value: 'grid', label: t('look.grid'), icon: Grid2x2 },
    { value: 'dense', label: t('look.dense'), icon: Grid3x3 },
    { value: 'list', label: t('look.list'), icon: Rows3 },
  ] as const;
  return <Segmented label={t('look.label')} value={look} options={options} onChange={onChange} iconsOnly />;
}
