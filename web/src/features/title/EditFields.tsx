/** The fields of a title in groups, so that they can be read on a phone too. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media, MediaKind } from '@/api';
import { SelectField, TextArea, TextField } from '@/ui';
import { Lock } from '@/ui/media';

import { problemsOf, type Draft, type Field } from './draft';
import { TagField } from '@/ui/tags';

export interface FieldsProps {
  media: Media;
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  kinds: MediaKind[];
}

function Group({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <fieldset className="grid grid-cols-2 gap-x-4 gap-y-4 border-t border-line pt-5 first:border-0 first:pt-0 sm:grid-cols-6">
      <legend className="sr-only">{title}</legend>
      <p aria-hidden className="col-span-full -mb-1 text-body font-semibold">
        {title}
        {note && <span className="ml-2.5 text-caption font-normal text-ink-3">{note}</span>}
      </p>
      {children}
    </fieldset>
  );
}

/** The padlock of a field, where it has one. */
function useLock({ media, draft, set }: FieldsProps): (field: Field, name: string) => ReactNode {
  return (field, name) => {
    if (!media.locked?.includes(field)) return null;
    const open = draft.unlocked.includes(field);
    const turn = () => set({ unlocked: open ? draft.unlocked.filter((one) => one !== field) : [...draft.unlocked, field] });
    return <Lock name={name} open={open} onTurn={turn} />;
  };
}

type Text = Exclude<Field, 'kind' | 'tags' | 'genres'>;

/** Everything that a plain field of text needs. */
function useText(props: FieldsProps) {
  const lock = useLock(props);
  return (field: Text, label: string) => ({
    label,
    aside: lock(field, label),
    value: props.draft[field],
    onChange: (event: { target: { value: string } }) => props.set({ [field]: event.target.value }),
  });
}

function Clear({ name, onClear }: { name: string; onClear: () => void }) {
  const { t } = useTranslation('title');
  const label = t('form.emptyOne', { name });
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClear}
      className="-my-1 inline-flex size-7 items-center justify-center rounded-[7px] text-ink-3 hover:bg-fill hover:text-ink"
    >
      <X size={15} aria-hidden />
    </button>
  );
}

function Availability(props: FieldsProps) {
  const { t } = useTranslation('title');
  const text = useText(props);
  const wrong = problemsOf(props.draft).available_until;
  return (
    <Group title={t('form.availability')} note={t('form.availabilityNote')}>
      {(['available_from', 'available_until'] as const).map((field) => {
        const label = t(field === 'available_from' ? 'form.from' : 'form.until');
        const { aside, ...rest } = text(field, label);
        return (
          <TextField
            key={field}
            {...rest}
            type="datetime-local"
            error={field === 'available_until' && wrong ? t('form.untilWrong') : null}
            aside={
              <span className="flex items-center">
                {aside}
                {props.draft[field] && <Clear name={label} onClear={() => props.set({ [field]: '' })} />}
              </span>
            }
            className="col-span-2 sm:col-span-3"
          />
        );
      })}
    </Group>
  );
}

function Episode(props: FieldsProps) {
  const { t } = useTranslation('title');
  const text = useText(props);
  const wrong = problemsOf(props.draft);
  return (
    <Group title={t('form.series')}>
      <TextField {...text('series_title', t('form.seriesTitle'))} maxLength={500} className="col-span-2 sm:col-span-3" />
      <TextField
        {...text('season_number', t('form.season'))}
        inputMode="numeric"
        error={wrong.season_number ? t('form.numberWrong') : null}
        className="col-span-2 sm:col-span-1"
      />
      <TextField {...text('episode_number', t('form.episode'))} inputMode="numeric" error={wrong.episode_number ? t('form.numberWrong') : null} />
      <TextField {...text('episode_number_end', t('form.last'))} inputMode="numeric" error={wrong.episode_number_end ? t('form.lastWrong') : null} />
    </Group>
  );
}

function Labels(props: FieldsProps & { field: 'genres' | 'tags' }) {
  const { t } = useTranslation('title');
  const { draft, set, field } = props;
  const lock = useLock(props);
  const name = t(`form.${field}`);
  return (
    <div className="col-span-full flex flex-col gap-1.5">
      <span className="flex items-center justify-between text-small font-medium text-ink-2">
        {name}
        {lock(field, name)}
      </span>
      <TagField label={name} value={draft[field]} onChange={(value) => set({ [field]: value })} of={field} />
    </div>
  );
}

export function EditFields(props: FieldsProps) {
  const { draft, set, kinds } = props;
  const { t } = useTranslation('title');
  const { t: words } = useTranslation('media');
  const text = useText(props);
  const lock = useLock(props);
  const wrong = problemsOf(draft);
  const kind = t('form.kind');
  return (
    <div className="flex flex-col gap-6">
      <Group title={t('form.what')}>
        <TextField {...text('title', t('form.title'))} required maxLength={500} error={wrong.title ? t('form.titleNeeded') : null} className="col-span-full" />
        <SelectField
          label={kind}
          aside={lock('kind', kind)}
          value={draft.kind}
          options={kinds.map((value) => ({ value, label: words(`kind.${value}`) }))}
          onChange={(event) => set({ kind: event.target.value as MediaKind })}
          className="sm:col-span-2"
        />
        <TextField {...text('year', t('form.year'))} inputMode="numeric" error={wrong.year ? t('form.yearWrong') : null} className="sm:col-span-2" />
        <TextField {...text('content_rating', t('form.rating'))} placeholder="PG-13" maxLength={40} className="col-span-2" />
        <TextField {...text('original_title', t('form.original'))} maxLength={500} className="col-span-2 sm:col-span-3" />
        <TextField {...text('tagline', t('form.tagline'))} maxLength={500} className="col-span-2 sm:col-span-3" />
      </Group>
      {(draft.kind === 'episode' || draft.series_title || draft.season_number || draft.episode_number) && <Episode {...props} />}
      <Group title={t('form.about')}>
        <TextArea {...text('description', t('form.description'))} rows={4} className="col-span-full" />
        <Labels {...props} field="genres" />
        <Labels {...props} field="tags" />
        <TextField {...text('uploader', t('form.uploader'))} className="col-span-2 sm:col-span-3" />
        <TextField {...text('upload_date', t('form.published'))} type="date" className="col-span-2 sm:col-span-3" />
      </Group>
      <Availability {...props} />
    </div>
  );
}
