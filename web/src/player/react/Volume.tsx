import { Volume1, Volume2, VolumeX } from 'lucide-react';
import { Slider } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useFact, useRequest } from './context';
import { PlayerButton } from './PlayerButton';

/** Loudness: the slider comes out beside the button. On touch screens the device's own keys do it. */
export function Volume() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const volume = useFact((s) => (s.muted ? 0 : s.volume));
  const icon = volume === 0 ? VolumeX : volume < 0.5 ? Volume1 : Volume2;
  return (
    <div className="group/volume flex items-center pointer-coarse:hidden">
      <PlayerButton
        label={volume === 0 ? t('unmute') : t('mute')}
        hint="M"
        icon={icon}
        onClick={() => request({ do: 'toggle_mute' })}
      />
      <Slider.Root
        value={[Math.round(volume * 100)]}
        max={100}
        step={1}
        onValueChange={([next]) => request({ do: 'volume', to: (next ?? 0) / 100 })}
        className="relative flex h-11 w-20 touch-none items-center px-0 lg:w-[84px]"
      >
        <Slider.Track className="relative h-1 grow rounded-full bg-white/30">
          <Slider.Range className="absolute h-full rounded-full bg-white" />
        </Slider.Track>
        <Slider.Thumb
          aria-label={t('volume')}
          className="block size-3.5 scale-0 rounded-full bg-white shadow transition-[scale] duration-150 group-hover/volume:scale-100 focus-visible:scale-100"
        />
      </Slider.Root>
    </div>
  );
}
