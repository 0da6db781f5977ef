/** Says what one title is, or what several share. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media } from '@/api';
import { numberProblem, yearProblem } from '@/lib/years';
import { Button, Dialog, Segmented, TextField } from '@/ui';

import { CatalogueMatches } from '@/ui/media';

import { draftFor, isWrong, type FixDraft, type FixKind } from './fix';
import { fileOf } from './groups';

interface FieldsProps {
  draft: FixDraft;
  set: (part: Partial<FixDraft>) => void;
  several: boolean;
}

function Fields({ draft, set, several }: FieldsProps) {
  const { t } = useTranslation('doubts');
  const year = (
    <TextField
      label={t('form.year')}
      inputMode="numeric"
      value={draft.year}
      onChange={(event) => set({ year: event.target.value })}
      error={yearProblem(draft.year) ? t('form.yearWrong') : null}
      className="col-span-2 sm:col-span-1"
    />
  );
  if (draft.kind === 'episode') {
    return (
      <>
        <TextField label={t('form.series')} required maxLength={500} value={draft.series} onChange={(event) => set({ series: event.target.value })} className="col-span-full" />
        <TextField
          label={t('form.season')}
          hint={t('form.seasonHint')}
          inputMode="numeric"
          value={draft.season}
          onChange={(event) => set({ season: event.target.value })}
          error={numberProblem(draft.season) ? t('form.numberWrong') : null}
          className="col-span-2"
        />
        {!several && (
          <TextField
            label={t('form.episode')}
            inputMode="numeric"
            value={draft.episode}
            onChange={(event) => set({ episode: event.target.value })}
            error={numberProblem(draft.episode) ? t('form.numberWrong') : null}
            className="col-span-2"
          />
        )}
      </>
    );
  }
  return (
    <>
      {!several && (
        <TextField label={t('form.title')} required maxLength={500} value={draft.title} onChange={(event) => set({ title: event.target.value })} className="col-span-full sm:col-span-3" />
      )}
      {draft.kind === 'movie' && year}
    </>
  );
}

interface Props {
  items: Media[];
  onClose: () => void;
  onFix: (draft: FixDraft) => void;
}

export function FixDialog({ items, onClose, onFix }: Props) {
  const { t } = useTranslation('doubts');
  const { t: words } = useTranslation('media');
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(() => draftFor(items));
  const [first] = items;
  const several = items.length > 1;
  const wrong = isWrong(draft, several);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) onFix(draft);
  };
  const kinds: FixKind[] = ['movie', 'episode', 'video'];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={several ? t('form.headingMany', { count: items.length }) : t('form.heading')}
      description={several ? t(draft.kind === 'episode' ? 'form.manyEpisodes' : 'form.many') : first && (fileOf(first) || first.title)}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="fix-match" look="primary" disabled={wrong}>
            {t('form.run')}
          </Button>
        </>
      }
    >
      <form id="fix-match" onSubmit={submit} noValidate className="grid grid-cols-4 gap-4">
        <div className="col-span-full">
          <Segmented
            label={t('form.kind')}
            value={draft.kind}
            options={kinds.map((value) => ({ value, label: words(`kind.${value}`) }))}
            onChange={(kind) => setDraft((old) => ({ ...old, kind }))}
          />
        </div>
        <Fields draft={draft} set={(part) => setDraft((old) => ({ ...old, ...part }))} several={several} />
        {first && !several && draft.kind === 'movie' && (
          <CatalogueMatches work={{ id: first.id, of: 'media' }} title={draft.title} year={draft.year} onChosen={onClose} className="col-span-full" />
        )}
      </form>
    </Dialog>
  );
}
