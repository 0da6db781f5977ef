/** The last row of Home: collections, those changed last first; nothing where there are none. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { collectionList } from '@/api';
import { paths } from '@/lib/paths';
import { CollectionTile } from '@/ui/collections';
import { CELL, Row } from '@/ui/media';

const MOST = 18;

export default function CollectionsRow() {
  const { t } = useTranslation('collections');
  const items = useQuery(collectionList).data?.items.filter((one) => one.count > 0);
  if (!items?.length) return null;
  const shown = [...items].sort((a, b) => b.updated_at.localeCompare(a.updated_at)).slice(0, MOST);
  return (
    <Row title={t('title')} seeAll={paths.collections} count={shown.length}>
      {shown.map((one) => (
        <li key={one.id} className={CELL}>
          <CollectionTile collection={one} />
        </li>
      ))}
    </Row>
  );
}
