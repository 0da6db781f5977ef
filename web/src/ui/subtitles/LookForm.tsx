/** Everything about how subtitles look. Each change is kept at once. */
import { Check, RotateCcw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { USUAL, type TextLook } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button } from '../Button';
import { Chip } from '../Chip';
import { Choice } from '../Choice';
import { Slider } from '../Slider';
import { Swatches } from '../Swatches';
import { FONTS, READABLE, contrastOf } from './look';

const INKS = [['#ffffff', 'white'], ['#ffe94a', 'yellow'], ['#8be9fd', 'cyan'], ['#9df09d', 'green'], ['#ffb3c7', 'pink'], ['#c8c8cc', 'grey'], ['#000000', 'black']] as const;
const GROUNDS = [['#000000', 'black'], ['#1b2233', 'night'], ['#4a4a50', 'grey'], ['#ffffff', 'white']] as const;
const EDGES = ['none', 'outline', 'shadow', 'raised'] as const;

interface Props {
  look: TextLook;
  onChange: (change: Partial<TextLook>) => void;
}

export function LookForm({ look, onChange }: Props) {
  const { t } = useTranslation('taste');
  const named = (colours: readonly (readonly [string, (typeof INKS | typeof GROUNDS)[number][1]])[]) =>
    colours.map(([colour, name]) => [colour, t(`colours.${name}`)] as const);
  const percent = (value: number) => t('percent', { value });
  const usual = JSON.stringify(look) === JSON.stringify({ ...look, ...USUAL.text_look });
  return (
    <div className="flex flex-col gap-6">
      <Slider label={t('look.size')} value={look.size_percent} shown={percent(look.size_percent)} min={50} max={200} step={10} onChange={(size_percent) => onChange({ size_percent })} />
      <Chips label={t('look.font')}>
        {(Object.keys(FONTS) as TextLook['font'][]).map((font) => (
          <Chip key={font} on={look.font === font} onClick={() => onChange({ font })}>
            <span style={{ fontFamily: FONTS[font] }}>{t(`fonts.${font}`)}</span>
          </Chip>
        ))}
      </Chips>
      <Choice label={t('look.bold')} checked={look.bold} onChange={(event) => onChange({ bold: event.target.checked })} />
      <Swatches label={t('look.colour')} value={look.colour} options={named(INKS)} onChange={(colour) => onChange({ colour })} />
      <Chips label={t('look.edge')}>
        {EDGES.map((edge) => (
          <Chip key={edge} on={look.edge === edge} onClick={() => onChange({ edge })}>
            {t(`edges.${edge}`)}
          </Chip>
        ))}
      </Chips>
      {look.edge === 'none' ? null : (
        <Swatches label={t('look.edgeColour')} value={look.edge_colour} options={named(GROUNDS)} onChange={(edge_colour) => onChange({ edge_colour })} />
      )}
      <Contrast look={look} />
      <Ground name="background" colour={look.background} part={look.background_percent} options={named(GROUNDS)} onColour={(background) => onChange({ background })} onPart={(background_percent) => onChange({ background_percent })} />
      <Ground name="window" colour={look.window} part={look.window_percent} options={named(GROUNDS)} onColour={(window) => onChange({ window })} onPart={(window_percent) => onChange({ window_percent })} />
      <Chips label={t('look.position')}>
        {(['bottom', 'top'] as const).map((position) => (
          <Chip key={position} on={look.position === position} onClick={() => onChange({ position })}>
            {t(`positions.${position}`)}
          </Chip>
        ))}
      </Chips>
      <Slider label={t('look.offset')} value={look.offset_percent} shown={percent(look.offset_percent)} min={0} max={40} step={1} onChange={(offset_percent) => onChange({ offset_percent })} />
      <div>
        <Button size="sm" look="quiet" icon={RotateCcw} disabled={usual} onClick={() => onChange(USUAL.text_look)}>
          {t('look.reset')}
        </Button>
      </div>
    </div>
  );
}

function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label}>
      <p className="text-small font-medium text-ink-2">{label}</p>
      <div className="mt-2 flex flex-wrap gap-2">{children}</div>
    </div>
  );
}

interface GroundProps {
  name: 'background' | 'window';
  colour: string;
  part: number;
  options: readonly (readonly [string, string])[];
  onColour: (colour: string) => void;
  onPart: (percent: number) => void;
}

/** A ground behind the words; its colour matters once it is seen. */
function Ground({ name, colour, part, options, onColour, onPart }: GroundProps) {
  const { t } = useTranslation('taste');
  const shown = part === 0 ? t('look.none') : t('percent', { value: part });
  return (
    <div className="flex flex-col gap-3">
      <Slider label={t(`look.${name}`)} value={part} shown={shown} min={0} max={100} step={5} onChange={onPart} />
      {part > 0 ? <Swatches label={t(`look.${name}Colour`)} value={colour} options={options} onChange={onColour} /> : null}
    </div>
  );
}

function Contrast({ look }: { look: TextLook }) {
  const { t } = useTranslation('taste');
  const locale = useLocale();
  const ratio = contrastOf(look);
  const good = ratio !== null && ratio >= READABLE;
  const Icon = good ? Check : TriangleAlert;
  return (
    <p role="status" className={`flex items-start gap-2 text-small ${good ? 'text-ink-2' : 'text-ink'}`}>
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${good ? 'text-accent' : 'text-danger'}`} />
      {ratio === null
        ? t('contrast.film')
        : t(good ? 'contrast.good' : 'contrast.low', { ratio: formatNumber(ratio, locale, 1) })}
    </p>
  );
}
