import { Cast } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFact, useRequest } from './context';
import { PlayerButton, bareButton } from './PlayerButton';

/** There only where a television was found. */
export function CastButton() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const there = useFact((s) => s.can_cast);
  const state = useFact((s) => s.cast);
  if (!there) return null;
  return (
    <PlayerButton
      label={state === 'off' ? t('cast.start') : t('cast.stop')}
      aria-pressed={state === 'on'}
      onClick={() => request({ do: 'cast' })}
      className={`${bareButton} ${state === 'on' ? 'text-accent!' : ''} ${state === 'connecting' ? 'animate-pulse' : ''}`}
    >
      <Cast aria-hidden size={22} strokeWidth={1.9} />
    </PlayerButton>
  );
}
