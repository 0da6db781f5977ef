/** What a folder holds: how the names in it are read. */
import { Clapperboard, Layers, Tv, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { FolderKind } from '@/api';

import { RadioCards } from '../RadioCards';

const ICONS = { mixed: Layers, movies: Clapperboard, series: Tv, home: Video };
export const FOLDER_KINDS: readonly FolderKind[] = ['mixed', 'movies', 'series', 'home'];

interface Props {
  value: FolderKind;
  onChange: (kind: FolderKind) => void;
  className?: string;
}

export function KindChoice({ value, onChange, className }: Props) {
  const { t } = useTranslation('folders');
  return (
    <RadioCards
      label={t('kind')}
      value={value}
      options={FOLDER_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`), icon: ICONS[kind] }))}
      onChange={onChange}
      hint={t(`kindText.${value}`)}
      className={className}
    />
  );
}
