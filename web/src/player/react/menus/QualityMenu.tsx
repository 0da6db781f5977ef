import { CircleQuestionMark } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatBitRate } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { qualityName } from '@/lib/names';
import type { Quality } from '@/player/core';
import { useFact, useRequest } from '../context';
import { PlayerMenu, PlayerMenuChoice, PlayerMenuItem, PlayerMenuLine, wordButton } from './PlayerMenu';

const nameOf = (quality: Quality | null) => (quality ? (quality.label ?? qualityName(quality.width, quality.height)) : null);

/** 4K HDR, 24 Mb/s */
function noteOf(quality: Quality, locale: string, withName: boolean): string {
  const name = [withName ? nameOf(quality) : null, quality.hdr ? 'HDR' : null].filter(Boolean).join(' ');
  const rate = quality.bandwidth_bps ? formatBitRate(quality.bandwidth_bps, locale) : null;
  return [name, rate].filter(Boolean).join(', ');
}

export function QualityMenu({ onWhy }: { onWhy(): void }) {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const request = useRequest();
  const qualities = useFact((s) => s.qualities);
  const now = useFact((s) => s.quality_now);
  const auto = useFact((s) => s.quality_auto);
  const line_bps = useFact((s) => s.line_bps);
  if (qualities.length === 0) return null;

  const many = qualities.length > 1;
  const nowName = nameOf(now);
  const line = line_bps ? t('quality.line', { rate: formatBitRate(line_bps, locale) }) : null;
  const autoNote = [nowName ? t('quality.now', { quality: nowName }) : null, line].filter(Boolean).join(', ');
  const options = qualities.map((quality) => ({
    value: quality.id,
    label: quality.original ? t('quality.original') : (nameOf(quality) ?? t('quality.unknown')),
    note: noteOf(quality, locale, quality.original),
  }));
  const word = many && auto ? t('quality.auto') : now?.original ? t('quality.original') : null;
  const title = [word, nowName].filter(Boolean).join(' · ');
  return (
    <PlayerMenu
      name="quality"
      trigger={
        <button type="button" aria-label={t('quality.label', { quality: title })} className={wordButton}>
          <span className="max-sm:hidden">{title}</span>
          <span className="sm:hidden">{nowName ?? title}</span>
        </button>
      }
    >
      <PlayerMenuChoice
        label={t('quality.title')}
        value={many && auto ? 'auto' : (now?.id ?? '')}
        options={many ? [{ value: 'auto', label: t('quality.auto'), note: autoNote }, ...options] : options}
        onChange={(id) => request({ do: 'quality', id })}
      />
      <PlayerMenuLine />
      <PlayerMenuItem icon={<CircleQuestionMark aria-hidden size={17} />} onSelect={onWhy}>
        {t('why.title')}
      </PlayerMenuItem>
    </PlayerMenu>
  );
}
