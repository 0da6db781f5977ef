/** A still that keeps its place: its blurred stand-in first, the picture over it when it has come. */
import { AudioLines, Film } from 'lucide-react';
import { useState } from 'react';

import { blurhashUrl } from '@/lib/blurhash';

import { cx } from './cx';

interface Props {
  src: string | null;
  blurhash?: string | null;
  alt?: string;
  /** Widths that the server is asked for; artwork only. The browser chooses by `sizes`. */
  widths?: number[];
  sizes?: string;
  /** The first picture of a page: fetched at once. */
  eager?: boolean;
  /** Shows no sign where there is no picture. */
  bare?: boolean;
  /** There is only sound: another sign where there is no picture. */
  sound?: boolean;
  className?: string;
  imgClassName?: string;
}

/** Our artwork comes in any width; other pictures as they are. */
function sources(src: string, widths: number[]): string | undefined {
  if (!src.startsWith('/api/artwork/')) return undefined;
  const sign = src.includes('?') ? '&' : '?';
  return widths.map((w) => `${src}${sign}w=${w} ${w}w`).join(', ');
}

export function Picture(props: Props) {
  const { src, blurhash, alt = '', widths = [320, 480, 640], sizes = '260px', eager, bare, sound, className, imgClassName } = props;
  const [state, setState] = useState<{ src: string | null; is: 'shown' | 'broken' } | null>(null);
  const is = state?.src === src ? state.is : 'coming';
  const hash = blurhash ? blurhashUrl(blurhash) : null;
  const nothing = !src || is === 'broken';
  const Sign = sound ? AudioLines : Film;
  return (
    <div
      className={cx('relative overflow-hidden bg-lifted', className)}
      style={hash ? { backgroundImage: `url(${hash})`, backgroundSize: '100% 100%' } : undefined}
    >
      {nothing && !hash && !bare && <Sign aria-hidden className="absolute inset-0 m-auto size-1/4 max-w-12 text-ink-3" strokeWidth={1.3} />}
      {!nothing && (
        <img
          src={src}
          srcSet={sources(src, widths)}
          sizes={sizes}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          decoding="async"
          draggable={false}
          onLoad={() => setState({ src, is: 'shown' })}
          onError={() => setState({ src, is: 'broken' })}
          className={cx(
            'absolute inset-0 size-full object-cover transition-opacity duration-250 ease-out',
            is === 'shown' ? 'opacity-100' : 'opacity-0',
            imgClassName,
          )}
        />
      )}
    </div>
  );
}
