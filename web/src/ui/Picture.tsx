/**
 * A still that keeps its place: its blurred stand-in first, the picture over it when it has come.
 * An upright one, such as a poster, is never cut to a strip of its middle: a wide picture takes its
 * place where there is one, else it is shown whole over its own blurred copy.
 */
import { AudioLines, Film } from 'lucide-react';
import { useState } from 'react';

import { blurhashUrl } from '@/lib/blurhash';

import { cx } from './cx';

interface Props {
  src: string | null;
  /** A wide picture of the same thing, shown in place of `src` where that turns out to be upright. */
  wide?: string | null;
  blurhash?: string | null;
  alt?: string;
  /** Widths that the server is asked for; artwork only. The browser chooses by `sizes`. */
  widths?: number[];
  sizes?: string;
  /** The first picture of a page: fetched at once, and there when it has come instead of fading in. */
  eager?: boolean;
  /** Shows no sign where there is no picture. */
  bare?: boolean;
  /** There is only sound: another sign where there is no picture. */
  sound?: boolean;
  className?: string;
  imgClassName?: string;
  /** Where an upright picture lies in its frame, as classes. */
  uprightClassName?: string;
}

/** Our artwork comes in any width; other pictures as they are. */
function sources(src: string, widths: number[]): string | undefined {
  if (!src.startsWith('/api/artwork/')) return undefined;
  const sign = src.includes('?') ? '&' : '?';
  return widths.map((w) => `${src}${sign}w=${w} ${w}w`).join(', ');
}

interface Seen {
  src: string | null;
  is: 'shown' | 'broken';
  upright: boolean;
}

/** What is known of the pictures so far: which of them is shown, and how. */
function useSeen(src: string | null, wide: string | null | undefined) {
  const [seen, setSeen] = useState<Seen[]>([]);
  const first = seen.find((one) => one.src === src);
  const other = wide && wide !== src ? seen.find((one) => one.src === wide) : undefined;
  const instead = Boolean(first && (first.upright || first.is === 'broken') && wide && wide !== src && other?.is !== 'broken');
  const shown = instead ? (wide ?? null) : src;
  const state = instead ? other : first;
  // Of pictures that were shown before only the last few matter.
  const note = (one: Seen) => setSeen((old) => [...old.filter((known) => known.src !== one.src).slice(-3), one]);
  return { shown, is: state?.is ?? 'coming', upright: state?.upright ?? false, note };
}

const DEFAULT_WIDTHS = [320, 480, 640];

export function Picture(props: Props) {
  const { src, wide, blurhash, alt = '', widths = DEFAULT_WIDTHS, sizes = '260px', eager, bare, sound, className, imgClassName } = props;
  const { shown, is, upright, note } = useSeen(src, wide);
  const hash = blurhash ? blurhashUrl(blurhash) : null;
  const nothing = !shown || is === 'broken';
  const Sign = sound ? AudioLines : Film;
  const common = { sizes, decoding: 'async', draggable: false } as const;
  return (
    <div
      className={cx('relative overflow-hidden bg-lifted', className)}
      style={hash ? { backgroundImage: `url(${hash})`, backgroundSize: '100% 100%' } : undefined}
    >
      {nothing && !hash && !bare && <Sign aria-hidden className="absolute inset-0 m-auto size-1/4 max-w-12 text-ink-3" strokeWidth={1.3} />}
      {!nothing && upright && (
        <img
          {...common}
          src={shown}
          srcSet={sources(shown, widths)}
          alt=""
          className="absolute inset-0 size-full scale-115 object-cover opacity-75 blur-lg brightness-60"
        />
      )}
      {!nothing && (
        <img
          {...common}
          src={shown}
          srcSet={sources(shown, widths)}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          onLoad={({ currentTarget: { naturalHeight, naturalWidth } }) =>
            note({ src: shown, is: 'shown', upright: naturalHeight > naturalWidth })
          }
          onError={() => note({ src: shown, is: 'broken', upright: false })}
          className={cx(
            'absolute inset-0 size-full',
            !eager && 'transition-opacity duration-250 ease-out',
            is === 'shown' ? 'opacity-100' : 'opacity-0',
            upright ? (props.uprightClassName ?? 'object-contain') : cx('object-cover', imgClassName),
          )}
        />
      )}
    </div>
  );
}
