/** What a folder holds: how the names in it are read. */
import { Clapperboard, Layers, Tv, Video, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { FolderKind } from '@/api';

import { cx } from '../cx';

const ICONS: Record<FolderKind, LucideIcon> = { mixed: Layers, movies: Clapperboard, series: Tv, home: Video };
export const FOLDER_KINDS: readonly FolderKind[] = ['mixed', 'movies', 'series', 'home'];

interface Props {
  value: FolderKind;
  onChange: (kind: FolderKind) => void;
  className?: string;
}

export function KindChoice({ value, onChange, className }: Props) {
  const { t } = useTranslation('folders');
  const name = useId();
  return (
    <fieldset className={className}>
      <legend className="mb-2 text-small font-medium text-ink-2">{t('kind')}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {FOLDER_KINDS.map((kind) => {
          const Icon = ICONS[kind];
          return (
            <label
              key={kind}
              className={cx(
                'flex h-11.5 cursor-pointer items-center gap-2.5 rounded-control border px-3 text-small font-medium transition-colors duration-150',
                'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
                kind === value ? 'border-ink bg-fill-strong text-ink' : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
              )}
            >
              <input type="radio" name={name} value={kind} checked={kind === value} onChange={() => onChange(kind)} className="sr-only" />
              <Icon size={17} className="shrink-0" aria-hidden />
              <span className="truncate">{t(`kinds.${kind}`)}</span>
            </label>
          );
        })}
      </div>
      <p className="mt-2 text-caption text-pretty text-ink-3">{t(`kindText.${value}`)}</p>
    </fieldset>
  );
}
