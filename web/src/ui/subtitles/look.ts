/** How subtitles are drawn, from what the viewer chose. Sizes are in parts of the picture's height. */
import type { CSSProperties } from 'react';

import type { TextLook } from '@/api';

/** Of the picture's height; people read 4 to 5 % well from a sofa. */
const LINE_PART = 0.044;

export const FONTS: Readonly<Record<TextLook['font'], string>> = {
  sans: '"Inter Variable", Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  serif: 'ui-serif, Georgia, Cambria, "Noto Serif", "DejaVu Serif", "Times New Roman", serif',
  mono: 'ui-monospace, "SF Mono", Consolas, "Noto Sans Mono", "DejaVu Sans Mono", Menlo, monospace',
  rounded: 'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Nunito, Quicksand, "Arial Rounded MT Bold", "Varela Round", "Comic Neue", system-ui, sans-serif',
};

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** A colour with a share of it to be seen. */
export function veil(colour: string, percent: number): string {
  return `rgb(${channels(colour).join(' ')} / ${percent / 100})`;
}

const AROUND = [[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]] as const;

function edgeOf({ edge, edge_colour }: TextLook): string {
  const ink = (percent: number) => veil(edge_colour, percent);
  if (edge === 'outline') return AROUND.map(([x, y]) => `${x * 0.055}em ${y * 0.055}em 0.02em ${ink(100)}`).join(', ');
  if (edge === 'shadow') return `0 0 0.07em ${ink(95)}, 0 0.035em 0.1em ${ink(90)}, 0 0.07em 0.4em ${ink(60)}`;
  if (edge === 'raised') return `0.03em 0.03em 0 ${ink(100)}, 0.06em 0.06em 0 ${ink(100)}, 0.09em 0.09em 0.05em ${ink(70)}`;
  return 'none';
}

export interface Drawn {
  /** All lines of a cue together. */
  readonly window: CSSProperties;
  /** The words of a line. */
  readonly words: CSSProperties;
}

/** Around it `--picture` says how high the picture is. */
export function drawn(look: TextLook): Drawn {
  const part = look.size_percent / 100;
  const shown = look.window_percent > 0;
  return {
    window: {
      fontFamily: FONTS[look.font],
      fontSize: `max(calc(var(--picture) * ${(LINE_PART * part).toFixed(4)}), ${Math.min(1.05 * part, 1.5).toFixed(3)}rem)`,
      fontWeight: look.bold ? 700 : 500,
      color: look.colour,
      textShadow: edgeOf(look),
      backgroundColor: shown ? veil(look.window, look.window_percent) : undefined,
      padding: shown ? '0.25em 0.6em' : undefined,
    },
    words:
      look.background_percent > 0
        ? { backgroundColor: veil(look.background, look.background_percent), padding: '0.04em 0.28em', boxDecorationBreak: 'clone', WebkitBoxDecorationBreak: 'clone' }
        : {},
  };
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How far two colours stand apart, 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Enough to be read (WCAG 2.2, 1.4.3). */
export const READABLE = 4.5;

/** The contrast of the words with what surrounds them; null where that is the film itself. */
export function contrastOf(look: TextLook): number | null {
  if (look.background_percent >= 50) return contrast(look.colour, look.background);
  if (look.window_percent >= 50) return contrast(look.colour, look.window);
  return look.edge === 'none' ? null : contrast(look.colour, look.edge_colour);
}
