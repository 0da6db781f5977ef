import { useTranslation } from 'react-i18next';
import { PlayerSheet } from './PlayerSheet';

const KEYS = [
  ['play', ['Space', 'K']],
  ['back10', ['J']],
  ['forward10', ['L']],
  ['step5', ['←', '→']],
  ['louder', ['↑', '↓']],
  ['mute', ['M']],
  ['captions', ['C']],
  ['fullscreen', ['F']],
  ['pip', ['I']],
  ['delay', ['Z', 'X']],
  ['speed', ['<', '>']],
  ['frame', [',', '.']],
  ['tenths', ['0', '–', '9']],
  ['chapter', ['Page ↑', 'Page ↓']],
  ['skip', ['S']],
  ['next', ['N']],
  ['episodes', ['E']],
  ['help', ['?']],
  ['back', ['Esc']],
] as const;

export function HelpSheet({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('player');
  return (
    <PlayerSheet open={open} onClose={onClose} title={t('help.title')} wide>
      <dl className="grid gap-x-10 sm:grid-cols-2">
        {KEYS.map(([name, keys]) => (
          <div key={name} className="flex items-center justify-between gap-4 border-b border-white/8 py-2.5">
            <dt className="text-small text-white/85">{t(`help.${name}`)}</dt>
            <dd className="flex gap-1.5">
              {keys.map((key) =>
                key === '–' ? (
                  <span key={key} className="text-small text-white/50">–</span>
                ) : (
                  <kbd
                    key={key}
                    className="inline-flex h-6 min-w-6 items-center justify-center rounded-badge border border-white/20 bg-white/10 px-2 font-sans text-badge font-semibold"
                  >
                    {key === 'Space' ? t('help.space') : key}
                  </kbd>
                ),
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 hidden text-small text-white/60 pointer-coarse:block">{t('help.touch')}</p>
    </PlayerSheet>
  );
}
