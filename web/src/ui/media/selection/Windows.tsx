/** What must be said before many titles are changed: which words, which facts, which collection. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { keys, makeCollection, openCollections, type MediaKind } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { yearProblem } from '@/lib/years';

import { TagField } from '@/ui/tags';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SelectField, TextField } from '@/ui/Field';
import { ErrorLine } from '@/ui/States';
import { useSayFailure } from '../actions';
import type { Window } from './Bar';
import type { Wish } from './useBulk';

interface Props {
  onClose: () => void;
  onWish: (wish: Wish) => void;
}

interface FrameProps {
  title: string;
  onClose: () => void;
  onApply: () => void;
  ready: boolean;
  children: ReactNode;
}

function Frame({ title, onClose, onApply, ready, children }: FrameProps) {
  const { t } = useTranslation('organise');
  const { t: common } = useTranslation();
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onApply();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="change-many" look="primary" disabled={!ready}>
            {t('pick.apply')}
          </Button>
        </>
      }
    >
      <form id="change-many" onSubmit={apply} noValidate className="flex flex-col gap-5">
        {children}
      </form>
    </Dialog>
  );
}

function Words({ label, ...rest }: { label: string; value: string[]; onChange: (words: string[]) => void; of: 'tags' | 'genres' }) {
  return (
    <div>
      <p className="mb-1.5 text-small font-medium text-ink-2">{label}</p>
      <TagField label={label} {...rest} />
    </div>
  );
}

function WordsWindow({ genres, onClose, onWish }: Props & { genres: boolean }) {
  const { t } = useTranslation('organise');
  const [add, setAdd] = useState<string[]>([]);
  const [take, setTake] = useState<string[]>([]);
  const wish: Wish = genres ? { add_genres: add, remove_genres: take } : { add_tags: add, remove_tags: take };
  const of = genres ? 'genres' : 'tags';
  return (
    // Always ready: a word that is still being written is added when the button takes the focus.
    <Frame
      title={t(genres ? 'pick.genres' : 'pick.tags')}
      onClose={onClose}
      onApply={() => (add.length + take.length > 0 ? onWish(wish) : onClose())}
      ready
    >
      <Words label={t(genres ? 'pick.addGenres' : 'pick.addTags')} value={add} onChange={setAdd} of={of} />
      <Words label={t(genres ? 'pick.removeGenres' : 'pick.removeTags')} value={take} onChange={setTake} of={of} />
    </Frame>
  );
}

const KINDS: MediaKind[] = ['movie', 'episode', 'video', 'clip', 'recording', 'music', 'audio'];

function FactsWindow({ onClose, onWish }: Props) {
  const { t } = useTranslation('organise');
  const { t: media } = useTranslation('media');
  const [kind, setKind] = useState('');
  const [year, setYear] = useState('');
  const wrong = yearProblem(year);
  const facts = { ...(kind ? { kind: kind as MediaKind } : {}), ...(year.trim() ? { year: Number(year) } : {}) };
  const options = [{ value: '', label: t('pick.keepKind') }, ...KINDS.map((value) => ({ value, label: media(`kind.${value}`) }))];
  const ready = !wrong && Object.keys(facts).length > 0;
  return (
    <Frame title={t('pick.facts')} onClose={onClose} onApply={() => onWish({ facts })} ready={ready}>
      <SelectField label={t('pick.kind')} value={kind} options={options} onChange={(event) => setKind(event.target.value)} />
      <TextField
        label={t('pick.year')}
        inputMode="numeric"
        value={year}
        hint={t('pick.yearHint')}
        error={wrong ? t('pick.yearWrong') : null}
        onChange={(event) => setYear(event.target.value)}
      />
    </Frame>
  );
}

function NewCollection({ onMade }: { onMade: (id: string) => void }) {
  const { t } = useTranslation('organise');
  const [name, setName] = useState('');
  const cache = useQueryClient();
  const say = useSayFailure();
  const make = useMutation({
    mutationFn: makeCollection,
    onSuccess: ({ id }) => onMade(id),
    onError: say,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.collections }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) make.mutate({ name: name.trim() });
  };
  return (
    <form onSubmit={submit} className="mt-4 flex items-end gap-2.5 border-t border-line pt-4">
      <TextField label={t('pick.newCollection')} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} className="flex-1" />
      <Button type="submit" icon={Plus} busy={make.isPending} disabled={!name.trim()}>
        {t('pick.makeAdd')}
      </Button>
    </form>
  );
}

function CollectionWindow({ onClose, onWish }: Props) {
  const { t } = useTranslation('organise');
  const locale = useLocale();
  const collections = useQuery(openCollections);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('pick.toCollection')}>
      {collections.isError && <ErrorLine error={collections.error} onRetry={() => void collections.refetch()} />}
      {collections.data?.length === 0 && <p className="text-body text-ink-2">{t('pick.noCollections')}</p>}
      <ul className="-mx-2 max-h-[40dvh] overflow-y-auto">
        {collections.data?.map(({ id, name, count }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => onWish({ add_to: id })}
              className="flex w-full items-baseline gap-3 rounded-[9px] px-3 py-2.5 text-left hover:bg-fill"
            >
              <span className="min-w-0 flex-1 truncate text-body font-medium">{name}</span>
              <span className="shrink-0 text-caption text-ink-3 tabular">{formatNumber(count, locale)}</span>
            </button>
          </li>
        ))}
      </ul>
      <NewCollection onMade={(id) => onWish({ add_to: id })} />
    </Dialog>
  );
}

export default function Windows({ open, ...rest }: Props & { open: Window }) {
  if (open === 'collection') return <CollectionWindow {...rest} />;
  if (open === 'facts') return <FactsWindow {...rest} />;
  return <WordsWindow genres={open === 'genres'} {...rest} />;
}
