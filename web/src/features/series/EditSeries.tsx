import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Combine, ImageOff } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { editSeries, keys, seriesNamed, type Series, type SeriesPatch } from '@/api';
import { paths } from '@/lib/paths';
import { useDebounced } from '@/lib/useDebounced';
import { yearProblem } from '@/lib/years';
import { Button, Dialog, TextArea, TextField, toast } from '@/ui';
import { CatalogueMatches, Lock, useRefreshMedia, useSayFailure } from '@/ui/media';

import { alreadyCalled, changesOf, draftOf, type Draft, type Field } from './draft';

function useSave(series: Series, onDone: () => void) {
  const { t } = useTranslation('series');
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const go = useNavigate();
  return useMutation({
    mutationFn: (change: SeriesPatch) => editSeries(series.id, change),
    onSuccess: (kept) => {
      cache.setQueryData(keys.seriesItem(kept.id), kept);
      toast(t(kept.id === series.id ? 'form.saved' : 'form.joined', { title: kept.title }));
      onDone();
      if (kept.id !== series.id) void go(paths.series(kept.id), { replace: true });
    },
    onError: say,
    onSettled: refresh,
  });
}

function WillJoin({ other }: { other: Series }) {
  const { t } = useTranslation('series');
  return (
    <p role="status" className="flex gap-3 rounded-control bg-fill px-4 py-3 text-small text-pretty sm:col-span-2">
      <Combine size={18} className="mt-0.5 shrink-0 text-accent" aria-hidden />
      {t('form.willJoin', { title: other.title, count: other.episodes })}
    </p>
  );
}

/** Pictures in the folder of the series that could not be taken. */
function PassedBy({ series }: { series: Series }) {
  const { t } = useTranslation('series');
  const some = series.passed_by ?? [];
  if (some.length === 0) return null;
  return (
    <div className="rounded-control bg-fill px-4 py-3 text-small sm:col-span-2">
      <p className="flex items-center gap-2 font-semibold">
        <ImageOff size={16} className="shrink-0 text-ink-3" aria-hidden />
        {t('form.passedBy')}
      </p>
      <ul className="mt-1.5 grid gap-1 text-ink-2">
        {some.map(({ path, reason }) => (
          <li key={path} className="wrap-anywhere">
            <span className="text-ink">{path}</span> · {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function EditSeries({ series, onClose }: { series: Series; onClose: () => void }) {
  const { t } = useTranslation('series');
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(series));
  const set = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  /** The padlock of a field that was set by hand. */
  const lock = (field: Field, name: string) => {
    if (!series.locked?.includes(field)) return null;
    const opened = draft.unlocked.includes(field);
    const turn = () => set({ unlocked: opened ? draft.unlocked.filter((one) => one !== field) : [...draft.unlocked, field] });
    return <Lock name={name} open={opened} onTurn={turn} />;
  };
  const save = useSave(series, onClose);
  const title = draft.title.trim();
  const named = useQuery(seriesNamed(useDebounced(title === series.title ? '' : title, 250))).data?.items ?? [];
  const other = alreadyCalled(series, title, draft.year.trim(), named);
  const change = changesOf(series, draft);
  const wrong = !title || yearProblem(draft.year) || Object.keys(change).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) save.mutate(change);
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('form.heading')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="edit-series" look="primary" busy={save.isPending} disabled={wrong}>
            {other ? t('form.join') : common('save')}
          </Button>
        </>
      }
    >
      <form id="edit-series" onSubmit={submit} noValidate className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('form.title')}
          aside={lock('title', t('form.title'))}
          required
          maxLength={500}
          value={draft.title}
          onChange={(event) => set({ title: event.target.value })}
          error={title ? null : t('form.titleNeeded')}
          className="sm:col-span-2"
        />
        {other && <WillJoin other={other} />}
        <TextField
          label={t('form.year')}
          aside={lock('year', t('form.year'))}
          inputMode="numeric"
          value={draft.year}
          onChange={(event) => set({ year: event.target.value })}
          error={yearProblem(draft.year) ? t('form.yearWrong') : null}
        />
        <TextField
          label={t('form.rating')}
          aside={lock('content_rating', t('form.rating'))}
          hint={t('form.ratingHint')}
          maxLength={40}
          value={draft.content_rating}
          onChange={(event) => set({ content_rating: event.target.value })}
        />
        <TextField
          label={t('form.original')}
          aside={lock('original_title', t('form.original'))}
          maxLength={500}
          value={draft.original_title}
          onChange={(event) => set({ original_title: event.target.value })}
          className="sm:col-span-2"
        />
        <TextField
          label={t('form.genres')}
          aside={lock('genres', t('form.genres'))}
          hint={t('form.genresHint')}
          maxLength={600}
          value={draft.genres}
          onChange={(event) => set({ genres: event.target.value })}
          className="sm:col-span-2"
        />
        <TextArea
          label={t('form.description')}
          aside={lock('description', t('form.description'))}
          rows={5}
          value={draft.description}
          onChange={(event) => set({ description: event.target.value })}
          className="sm:col-span-2"
        />
        <PassedBy series={series} />
        <CatalogueMatches
          work={{ id: series.id, of: 'series' }}
          title={draft.title}
          year={draft.year}
          onChosen={onClose}
          className="sm:col-span-2"
        />
      </form>
    </Dialog>
  );
}
