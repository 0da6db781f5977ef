import { AudioLines, Moon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useFact, useRequest } from '../context';
import { PlayerMenuLine, PlayerMenuSwitch } from './PlayerMenu';

/** By how much, with its sign: "−4 dB". */
function useDecibels(): (db: number) => string {
  const locale = useLocale();
  return (db) => {
    const whole = Math.round(db);
    if (whole === 0) return '±0 dB';
    return `${whole < 0 ? '−' : '+'}${formatNumber(Math.abs(whole), locale, 0)} dB`;
  };
}

/** One loudness for every film, and nights in which nobody wakes; where the sound was measured. */
export function SoundSwitches({ line }: { line: boolean }) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const decibels = useDecibels();
  const able = useFact((s) => s.can_level);
  const level_db = useFact((s) => s.level_db);
  const levelling = useFact((s) => s.levelling);
  const night = useFact((s) => s.night);
  if (!able) return null;
  return (
    <>
      {line ? <PlayerMenuLine /> : null}
      <PlayerMenuSwitch
        icon={<AudioLines aria-hidden size={17} />}
        label={t('sound.levelling')}
        note={level_db === null ? t('sound.levellingText') : t('sound.levellingBy', { by: decibels(level_db) })}
        on={levelling}
        onChange={(on) => request({ do: 'levelling', on })}
      />
      <PlayerMenuSwitch
        icon={<Moon aria-hidden size={17} />}
        label={t('sound.night')}
        note={t('sound.nightText')}
        on={night}
        onChange={(on) => request({ do: 'night', on })}
      />
    </>
  );
}
