/** How subtitles look and when they come, tried on the film itself, which stays in sight. */
import { useTranslation } from 'react-i18next';
import type { TextLook } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { LookForm } from '@/ui/subtitles';
import { useFact, useRequest, useStage } from './context';
import { PlayerSheet } from './PlayerSheet';
import { useDelayWords } from './useDelayWords';

const STEPS_S = [-0.5, -0.1, 0.1, 0.5] as const;
const BUTTON = 'h-10 rounded-control bg-white/10 px-2 text-small font-semibold tabular transition-colors duration-150 hover:bg-white/18 disabled:opacity-40';

function Delay() {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const request = useRequest();
  const words = useDelayWords();
  const delay_s = useFact((s) => s.text_delay_s);
  const signed = (seconds: number) => `${seconds > 0 ? '+' : '−'}${formatNumber(Math.abs(seconds), locale, 1)}`;
  return (
    <div role="group" aria-label={t('delay.label')}>
      <div className="flex items-baseline justify-between gap-4">
        <p className="text-small font-medium text-white/70">{t('delay.label')}</p>
        <output className="text-small font-semibold tabular">{words(delay_s)}</output>
      </div>
      <div className="mt-2 grid grid-cols-4 gap-2">
        {STEPS_S.map((by_s) => (
          <button key={by_s} type="button" className={BUTTON} onClick={() => request({ do: 'text_delay_step', by_s })}>
            {t('delay.change', { seconds: signed(by_s) })}
          </button>
        ))}
        <button type="button" disabled={delay_s === 0} className={`${BUTTON} col-span-4`} onClick={() => request({ do: 'text_delay', to_s: 0 })}>
          {t('delay.reset')}
        </button>
      </div>
      <p className="mt-2 text-caption text-white/60">{t('delay.text')}</p>
    </div>
  );
}

interface Props {
  readonly open: boolean;
  onLook(change: Partial<TextLook>): void;
  onClose(): void;
}

export function LookSheet({ open, onLook, onClose }: Props) {
  const { t } = useTranslation('player');
  const { look } = useStage();
  return (
    <PlayerSheet open={open} onClose={onClose} title={t('delay.title')} aside low>
      <div className="flex flex-col gap-6">
        <Delay />
        <div className="h-px bg-white/10" />
        <LookForm look={look} onChange={onLook} />
      </div>
    </PlayerSheet>
  );
}
