/** In which collections a title stands: boxes that take effect at once. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { collectionsHolding, makeCollection, type Collection, type Media } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { Button } from '../Button';
import { cx } from '../cx';
import { Dialog } from '../Dialog';
import { SearchBox } from '../SearchBox';
import { Skeleton } from '../Skeleton';
import { ErrorState } from '../States';
import { CollectionForm } from './Form';
import { Mosaic } from './Mosaic';
import { useChooser } from './chooser';
import { useHeld } from './useHeld';

/** With more than this many there is a field to find one. */
const MANY = 8;

function Row({ collection, onChange }: { collection: Collection; onChange: (holds: boolean) => void }) {
  const { t } = useTranslation('collections');
  const locale = useLocale();
  const holds = collection.holds === true;
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={holds}
      onClick={() => onChange(!holds)}
      className="flex w-full items-center gap-3.5 rounded-control p-2 text-left transition-colors duration-150 hover:bg-fill"
    >
      <Mosaic covers={collection.covers} sizes="80px" className="w-20 shrink-0 rounded-[7px]!" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate text-body font-medium">{collection.name}</span>
        <span className="block text-caption text-ink-3">
          {t('titles', { count: collection.count, shown: formatNumber(collection.count, locale) })}
        </span>
      </span>
      <span
        aria-hidden
        className={cx(
          'inline-flex size-5.5 shrink-0 items-center justify-center rounded-[6px] border transition-colors duration-150',
          holds ? 'border-primary bg-primary text-on-primary' : 'border-line-strong text-transparent',
        )}
      >
        <Check size={15} strokeWidth={3} />
      </span>
    </button>
  );
}

function Choices({ media, onNew }: { media: Media; onNew: () => void }) {
  const { t } = useTranslation('collections');
  const found = useQuery(collectionsHolding(media.id));
  const change = useHeld(media);
  const [word, setWord] = useState('');
  const mine = found.data?.items.filter((one) => one.editable && !one.rule);
  const shown = mine?.filter((one) => one.name.toLocaleLowerCase().includes(word.toLocaleLowerCase()));
  if (found.isError && !mine) {
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} className="-my-12" />;
  }
  return (
    <>
      {mine && mine.length > MANY && <SearchBox label={t('choose.search')} value={word} onChange={setWord} first className="mb-2" />}
      <div className="-mx-2 flex flex-col" aria-busy={!mine || undefined}>
        {!mine && Array.from({ length: 3 }, (_, at) => <Skeleton key={at} className="mx-2 my-1.5 h-12" />)}
        {mine?.length === 0 && <p className="px-2 py-3 text-body text-ink-2">{t('choose.empty')}</p>}
        {shown?.length === 0 && word && <p className="px-2 py-3 text-body text-ink-2">{t('choose.none', { text: word })}</p>}
        {shown?.map((one) => <Row key={one.id} collection={one} onChange={(holds) => change(one, holds)} />)}
      </div>
      <Button size="sm" icon={Plus} onClick={onNew} className="mt-3">
        {t('newMore')}
      </Button>
    </>
  );
}

export default function AddDialog({ media }: { media: Media }) {
  const { t } = useTranslation('collections');
  const close = useChooser((state) => state.close);
  const [making, setMaking] = useState(false);
  const change = useHeld(media);
  const make = useMutation({
    mutationFn: makeCollection,
    onSuccess: (made) => {
      setMaking(false);
      change(made, true);
    },
  });
  if (making) {
    return (
      <CollectionForm
        title={t('form.new')}
        run={t('choose.makeAndAdd')}
        busy={make.isPending}
        error={make.error}
        onSave={(words) => make.mutate(words)}
        onClose={() => setMaking(false)}
      />
    );
  }
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={t('choose.title')} description={media.title}>
      <Choices media={media} onNew={() => setMaking(true)} />
    </Dialog>
  );
}
