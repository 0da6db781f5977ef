/** Every collection there is. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Layers, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import { collectionList, keys, makeCollection, type Collection } from '@/api';
import { paths } from '@/lib/paths';
import { Button, EmptyState, ErrorState, Page, PageTitle, Segmented, toast } from '@/ui';
import { CollectionForm, CollectionTile, CollectionTileSkeleton } from '@/ui/collections';
import { GRID } from '@/ui/media';

import { sorted, type By } from './sorted';

function NewCollection({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('collections');
  const cache = useQueryClient();
  const go = useNavigate();
  const make = useMutation({
    mutationFn: makeCollection,
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: keys.collections });
      toast(t('made', { name: made.name }));
      void go(paths.collection(made.id));
    },
  });
  return (
    <CollectionForm
      title={t('form.new')}
      run={t('form.make')}
      busy={make.isPending}
      error={make.error}
      onSave={(words) => make.mutate(words)}
      onClose={onClose}
    />
  );
}

function Tiles({ items }: { items: Collection[] | undefined }) {
  return (
    <ul className={`mt-6 ${GRID}`} aria-busy={!items || undefined}>
      {items
        ? items.map((collection) => (
            <li key={collection.id}>
              <CollectionTile collection={collection} />
            </li>
          ))
        : Array.from({ length: 10 }, (_, at) => (
            <li key={at}>
              <CollectionTileSkeleton />
            </li>
          ))}
    </ul>
  );
}

export function CollectionsPage() {
  const { t, i18n } = useTranslation('collections');
  const found = useQuery(collectionList);
  const [params, setParams] = useSearchParams();
  const [making, setMaking] = useState(false);
  const by: By = params.get('sort') === 'changed' ? 'changed' : 'name';
  const items = found.data && sorted(found.data.items, by, i18n.language);
  const failed = found.isError && !items;
  const sort = (next: By) => setParams(next === 'name' ? {} : { sort: next }, { replace: true });
  const orders = (['name', 'changed'] as const).map((value) => ({ value, label: t(`sort.${value}`) }));
  return (
    <Page>
      <PageTitle title={t('title')} note={items ? items.length > 0 && t('count', { count: items.length }) : '\u00a0'}>
        {items && items.length > 1 && <Segmented label={t('sort.label')} value={by} options={orders} onChange={sort} />}
        {!(items?.length === 0) && (
          <Button size="sm" icon={Plus} onClick={() => setMaking(true)}>
            {t('new')}
          </Button>
        )}
      </PageTitle>
      {failed && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {items?.length === 0 && (
        <EmptyState icon={Layers} title={t('empty')} text={t('emptyText')}>
          <Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
            {t('new')}
          </Button>
        </EmptyState>
      )}
      {!failed && items?.length !== 0 && <Tiles items={items} />}
      {making && <NewCollection onClose={() => setMaking(false)} />}
    </Page>
  );
}
