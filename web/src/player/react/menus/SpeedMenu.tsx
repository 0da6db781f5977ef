import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { RATES } from '@/player/core';
import { useFact, useRequest } from '../context';
import { PlayerMenu, PlayerMenuChoice, wordButton } from './PlayerMenu';

export function SpeedMenu() {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const request = useRequest();
  const rate = useFact((s) => s.rate);
  const word = (value: number) => `${formatNumber(value, locale, 2)}×`;
  return (
    <PlayerMenu
      name="speed"
      trigger={
        <button type="button" aria-label={t('speed.label', { speed: word(rate) })} className={wordButton}>
          {word(rate)}
        </button>
      }
    >
      <PlayerMenuChoice
        label={t('speed.title')}
        value={String(rate)}
        options={RATES.map((value) => ({
          value: String(value),
          label: word(value),
          note: value === 1 ? t('speed.normal') : null,
        }))}
        onChange={(value) => request({ do: 'rate', to: Number(value) })}
      />
    </PlayerMenu>
  );
}
