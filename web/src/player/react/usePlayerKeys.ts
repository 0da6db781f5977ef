/** Keys, headphones and the signs that answer them. */
import { useTranslation } from 'react-i18next';
import type { Media } from '@/api';
import { formatLanguage, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useStage } from './context';
import { useDelayWords } from './useDelayWords';
import { useKeys } from './useKeys';
import { useMediaSession } from './useMediaSession';
import { useSigns } from './useSigns';

interface Screen {
  readonly next: (() => void) | null;
  episodes(): void;
  help(): void;
  back(): void;
}

export function usePlayerKeys(media: Media | null, stir: () => void, screen: Screen) {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const { player } = useStage();
  const delayWords = useDelayWords();
  const { sign, ask } = useSigns(player, {
    delay: (seconds) => t('delay.sign', { how: delayWords(seconds) }),
    speed: (rate) => `${formatNumber(rate, locale, 2)}×`,
    fill: (on) => (on ? t('filled') : t('fitted')),
    captions: (s) => {
      const now = s.text.find((track) => track.id === s.text_now);
      if (!now) return s.text.length > 0 ? t('tracks.areOff') : t('tracks.none');
      return now.language ? formatLanguage(now.language, locale) : (now.label ?? t('tracks.subtitles'));
    },
  });
  useKeys((wish) => {
    if (wish.to === 'screen') {
      if (wish.show === 'next') screen.next?.();
      else if (wish.show !== 'controls') screen[wish.show]();
      return;
    }
    // A key that only shows what it did leaves the controls away.
    if (wish.request.do === 'toggle') stir();
    ask(wish.request);
  });
  useMediaSession(player, media, screen.next);
  return { sign, ask };
}
