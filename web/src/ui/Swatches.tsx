/** A colour: a few that are liked, and any other. */
import { Check, Pipette } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { cx } from './cx';

interface Props {
  label: string;
  value: string;
  /** Colour and its name. */
  options: readonly (readonly [string, string])[];
  onChange: (colour: string) => void;
}

const ROUND = 'touch grid size-8.5 shrink-0 place-items-center rounded-full border border-line-strong';

export function Swatches({ label, value, options, onChange }: Props) {
  const { t } = useTranslation('taste');
  const own = !options.some(([colour]) => colour === value);
  // A tick that is seen on any colour.
  const tick = (colour: string) => (Number.parseInt(colour.slice(1, 7), 16) & 0x808000 ? 'text-black' : 'text-white');
  return (
    <div role="group" aria-label={label}>
      <p className="text-small font-medium text-ink-2">{label}</p>
      <div className="mt-2 flex flex-wrap gap-1.5 pointer-coarse:gap-2.5">
        {options.map(([colour, name]) => (
          <button
            key={colour}
            type="button"
            aria-label={name}
            title={name}
            aria-pressed={colour === value}
            onClick={() => onChange(colour)}
            className={cx(ROUND, colour === value && 'outline-2 outline-offset-2 outline-accent')}
            style={{ backgroundColor: colour }}
          >
            {colour === value && <Check aria-hidden size={16} strokeWidth={3} className={tick(colour)} />}
          </button>
        ))}
        <label
          title={t('colours.own')}
          className={cx(ROUND, 'relative cursor-pointer focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent', own ? 'outline-2 outline-offset-2 outline-accent' : 'bg-fill text-ink-2')}
          style={own ? { backgroundColor: value } : undefined}
        >
          <Pipette aria-hidden size={16} className={own ? tick(value) : undefined} />
          <input
            type="color"
            aria-label={`${label}: ${t('colours.own')}`}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="absolute inset-0 size-full cursor-pointer opacity-0"
          />
        </label>
      </div>
    </div>
  );
}
