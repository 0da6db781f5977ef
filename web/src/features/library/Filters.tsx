/** Filters as chips: those that apply are white and can be taken off one by one or all at once. */
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { statsOverview, tagList, type MediaKind, type MediaQuery, type MediaStatus } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { platformName } from '@/lib/names';
import { Chip, Menu, MenuChoice } from '@/ui';
import { kindsIn } from '@/ui/media';

interface Props {
  query: MediaQuery;
  onChange: (part: Partial<MediaQuery>) => void;
  onClear: () => void;
}

interface PickerProps {
  label: string;
  value: string | undefined;
  shown: string | undefined;
  options: { value: string; label: string; note?: string }[];
  onPick: (value: string | undefined) => void;
}

/** A chip that opens a list; once something is chosen it says so and takes it off. */
function Picker({ label, value, shown, options, onPick }: PickerProps) {
  if (value) {
    return (
      <Chip on clears onClick={() => onPick(undefined)}>
        {shown ?? value}
      </Chip>
    );
  }
  if (options.length === 0) return null;
  return (
    <Menu
      align="start"
      trigger={
        <Chip aria-pressed={undefined}>
          {label}
          <ChevronDown size={14} aria-hidden />
        </Chip>
      }
    >
      <MenuChoice label={label} value="" options={options} onChange={onPick} />
    </Menu>
  );
}

function useOptions() {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const stats = useQuery(statsOverview).data;
  const tags = useQuery(tagList).data?.items ?? [];
  const number = (count: number) => formatNumber(count, locale);
  return {
    kinds: kindsIn(stats?.by_kind),
    platforms: Object.entries(stats?.by_platform ?? {})
      .sort(([, a], [, b]) => b - a)
      .map(([value, count]) => ({ value, label: platformName(value), note: number(count) })),
    tags: tags.slice(0, 60).map(({ name, count }) => ({ value: name, label: name, note: number(count) })),
    statuses: [
      ...(stats?.unavailable ? [{ value: 'unavailable', label: t('status.unavailable'), note: number(stats.unavailable) }] : []),
      ...(stats?.trashed ? [{ value: 'trashed', label: t('status.trashed'), note: number(stats.trashed) }] : []),
    ],
  };
}

export function Filters({ query, onChange, onClear }: Props) {
  const { t } = useTranslation('library');
  const { t: media } = useTranslation('media');
  const { kinds, platforms, tags, statuses } = useOptions();
  const shownKinds = query.kind && !kinds.includes(query.kind) ? [...kinds, query.kind] : kinds;
  const any = query.kind ?? query.tag ?? query.genre ?? query.platform ?? query.status ?? query.search;
  return (
    <div role="group" aria-label={t('filters')} className="no-bar -mx-(--margin) flex min-h-10.5 items-center gap-2 overflow-x-auto margins py-1">
      {shownKinds.map((kind: MediaKind) => (
        <Chip key={kind} on={query.kind === kind} onClick={() => onChange({ kind: query.kind === kind ? undefined : kind })}>
          {media(`kinds.${kind}`)}
        </Chip>
      ))}
      <Picker
        label={t('tag')}
        value={query.tag}
        shown={query.tag}
        options={tags}
        onPick={(tag) => onChange({ tag })}
      />
      <Picker
        label={t('source')}
        value={query.platform}
        shown={query.platform && platformName(query.platform)}
        options={platforms}
        onPick={(platform) => onChange({ platform })}
      />
      {query.genre && (
        <Chip on clears onClick={() => onChange({ genre: undefined })}>
          {query.genre}
        </Chip>
      )}
      <Picker
        label={t('state')}
        value={query.status}
        shown={query.status && t(`status.${query.status}`)}
        options={statuses}
        onPick={(status) => onChange({ status: status as MediaStatus | undefined })}
      />
      {any && (
        <button
          type="button"
          onClick={onClear}
          className="h-8.5 shrink-0 rounded-chip px-3 text-small font-medium text-ink-3 hover:text-ink"
        >
          {t('clear')}
        </button>
      )}
    </div>
  );
}
