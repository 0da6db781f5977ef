/** A delay of subtitles in words: "0.5 s later". */
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

export function useDelayWords(): (seconds: number) => string {
  const { t } = useTranslation('player');
  const locale = useLocale();
  return (seconds) => {
    if (seconds === 0) return t('delay.none');
    return t(seconds < 0 ? 'delay.earlier' : 'delay.later', { seconds: formatNumber(Math.abs(seconds), locale, 1) });
  };
}
