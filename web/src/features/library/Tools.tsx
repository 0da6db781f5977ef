/** What is done with the whole list: surprise, sort, look, density. */
import { ArrowDownNarrowWide, ArrowDownWideNarrow, LayoutGrid, Rows3, Settings2, Shuffle } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { SORTS, usualOrder, type MediaQuery, type SortBy, type SortOrder } from '@/api';
import { Button, IconButton, Menu, MenuCheck, MenuChoice, MenuLabel, MenuLine, Segmented } from '@/ui';
import { useSurprise } from '@/ui/media';

import { COLUMN_NAMES, type ColumnName } from './columns';
import { CARD_SIZES, type CardSize } from '@/ui/media/shape';

import { LOOKS, ROW_SIZES, useView, type Look } from './view';

export function SortMenu({ query, onChange }: { query: MediaQuery; onChange: (part: Partial<MediaQuery>) => void }) {
  const { t } = useTranslation('library');
  const by: SortBy = query.sort_by ?? 'added_at';
  const order: SortOrder = query.sort_order ?? usualOrder(by);
  const Icon = order === 'asc' ? ArrowDownNarrowWide : ArrowDownWideNarrow;
  return (
    <Menu
      trigger={
        <Button size="sm" icon={Icon} className="max-sm:w-9.5 max-sm:px-0" aria-label={t('sortedBy', { by: t(`sort.${by}`) })}>
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
    <Button size="sm" icon={Shuffle} busy={surprise.isPending} onClick={() => surprise.mutate(query)} className="max-lg:w-9.5 max-lg:px-0" aria-label={t('surprise')}>
      <span className="max-lg:hidden">{t('surprise')}</span>
    </Button>
  );
}

export function LookSwitch({ look, onChange }: { look: Look; onChange: (look: Look) => void }) {
  const { t } = useTranslation('library');
  const options = [
    { value: 'grid', label: t('look.grid'), icon: LayoutGrid },
    { value: 'list', label: t('look.list'), icon: Rows3 },
  ] as const;
  return (
    <span className="max-sm:hidden">
      <Segmented label={t('look.label')} value={look} options={options} onChange={onChange} iconsOnly />
    </span>
  );
}

interface ViewProps {
  look: Look;
  cards: CardSize;
  onLook: (look: Look) => void;
  onCards: (cards: CardSize) => void;
}

/** How dense it is, and which columns a list has; on a phone also whether it is a list. */
export function ViewMenu({ look, cards, onLook, onCards }: ViewProps) {
  const { t } = useTranslation('library');
  const { rows, columns, keep } = useView();
  const turn = (name: ColumnName, on: boolean) =>
    keep({ columns: COLUMN_NAMES.filter((one) => (one === name ? on : columns.includes(one))) });
  return (
    <Menu trigger={<IconButton label={t('view.label')} icon={Settings2} look="quiet" className="size-9.5!" />}>
      <div className="sm:hidden">
        <MenuChoice
          label={t('look.label')}
          value={look}
          options={LOOKS.map((value) => ({ value, label: t(`look.${value}`) }))}
          onChange={onLook}
        />
        <MenuLine />
      </div>
      {look === 'grid' ? (
        <MenuChoice
          label={t('view.cards')}
          value={cards}
          options={CARD_SIZES.map((value) => ({ value, label: t(`view.card.${value}`) }))}
          onChange={onCards}
        />
      ) : (
        <>
          <MenuChoice
            label={t('view.rows')}
            value={rows}
            options={ROW_SIZES.map((value) => ({ value, label: t(`view.row.${value}`) }))}
            onChange={(size) => keep({ rows: size })}
          />
          <div className="max-sm:hidden">
            <MenuLine />
            <MenuLabel>{t('view.columns')}</MenuLabel>
            {COLUMN_NAMES.map((name) => (
              <MenuCheck key={name} checked={columns.includes(name)} onChange={(on) => turn(name, on)}>
                {t(`columns.${name}`)}
              </MenuCheck>
            ))}
          </div>
        </>
      )}
    </Menu>
  );
}
