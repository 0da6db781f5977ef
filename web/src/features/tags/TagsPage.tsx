/** Every tag there is; administrators rename, join and delete them, the others open them. */
import { useQuery } from '@tanstack/react-query';
import { Pencil, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { me, tagList } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, Dialog, EmptyState, ErrorState, Page, PageTitle, SearchBox, Segmented, Skeleton } from '@/ui';

import { sortedTags, type TagOrder } from './sorted';
import { TagRow } from './TagRow';
import { useTagChanges, type Renaming } from './useTagChanges';

interface MergeProps {
  wish: Renaming;
  onClose: () => void;
  onMerge: () => void;
}

function MergeDialog({ wish, onClose, onMerge }: MergeProps) {
  const { t } = useTranslation('organise');
  const { t: common } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('tags.mergeHeading')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" onClick={onMerge}>
            {t('tags.merge')}
          </Button>
        </>
      }
    >
      <p className="text-body text-pretty text-ink-2">{t('tags.mergeText', { from: wish.from, to: wish.to })}</p>
    </Dialog>
  );
}

function Waiting() {
  return (
    <div className="mt-6 flex flex-col gap-2" aria-busy>
      {Array.from({ length: 8 }, (_, at) => (
        <Skeleton key={at} className="h-12 rounded-[8px]" />
      ))}
    </div>
  );
}

export function TagsPage() {
  const { t } = useTranslation('organise');
  const locale = useLocale();
  const may = useQuery(me).data?.is_admin === true;
  const tags = useQuery(tagList);
  const [order, setOrder] = useState<TagOrder>('name');
  const [filter, setFilter] = useState('');
  const [taken, setTaken] = useState<Renaming | null>(null);
  const { rename, remove } = useTagChanges(setTaken);
  const all = tags.data?.items;
  const shown = sortedTags(all ?? [], order, filter, locale);
  const orders = [
    { value: 'name', label: t('tags.byName') },
    { value: 'count', label: t('tags.byCount') },
  ] as const;
  return (
    <Page narrow>
      <PageTitle title={t('tags.title')} note={all?.length ? t('tags.count', { count: all.length, shown: formatNumber(all.length, locale) }) : undefined}>
        {all && all.length > 0 && (
          <>
            <SearchBox label={t('tags.filter')} value={filter} onChange={setFilter} className="max-sm:w-full sm:w-52" />
            <Segmented label={t('tags.sort')} value={order} options={orders} onChange={setOrder} />
          </>
        )}
      </PageTitle>
      <p className="mt-2 max-w-[60ch] text-body text-pretty text-ink-2">{t('tags.text')}</p>
      {tags.isError && !all && <ErrorState error={tags.error} onRetry={() => void tags.refetch()} busy={tags.isFetching} />}
      {tags.isPending && <Waiting />}
      {all?.length === 0 && (
        <EmptyState icon={Pencil} title={t('tags.none')} text={t('tags.noneText')}>
          <ButtonLink to={paths.library}>{t('list.toLibrary')}</ButtonLink>
        </EmptyState>
      )}
      {all && all.length > 0 && shown.length === 0 && <EmptyState icon={SearchX} title={t('tags.noMatch', { text: filter })} />}
      {shown.length > 0 && (
        <ul className="mt-5 border-t border-line">
          {shown.map((tag) => (
            <TagRow
              key={tag.name}
              tag={tag}
              may={may}
              onRename={(to) => rename.mutate({ from: tag.name, to })}
              onDelete={() => remove.mutate(tag.name)}
            />
          ))}
        </ul>
      )}
      {taken && (
        <MergeDialog
          wish={taken}
          onClose={() => setTaken(null)}
          onMerge={() => {
            rename.mutate({ ...taken, merge: true });
            setTaken(null);
          }}
        />
      )}
    </Page>
  );
}
