/** The large picture at the head of a page, with what it is and what can be done. Dark in both themes, as a cinema is. */
import { useState, type ReactNode } from 'react';

import type { Media } from '@/api';
import { useLightPage } from '@/lib/appearance';

import { Badge } from '../Badge';
import { cx } from '../cx';
import { Picture } from '../Picture';
import { useUnderBar } from './backdrop';

type Shown = Pick<Media, 'title' | 'description' | 'backdrop_url' | 'poster_url' | 'blurhash'>;

interface Props {
  media: Shown;
  /** The title as its makers draw it, in place of the words. */
  logo?: string | null;
  /** Amber words above the title. */
  lead?: ReactNode;
  /** Short facts, before the boxes. */
  facts: ReactNode[];
  /** In boxes: 4K, HDR, PG-13. */
  badges?: string[];
  /** In place of the description, cut after three lines. */
  about?: ReactNode;
  /** Shows an upright poster at the right where there is room beside a wide backdrop. */
  withPoster?: boolean;
  children: ReactNode;
  /** Over the picture, beneath the words: the film itself, moving. */
  moving?: ReactNode;
  /** On a phone it stands as a tall card between the page's margins. */
  asCard?: boolean;
  className?: string;
}

/** What makes white words readable on any picture. The gradients are in styles/shades.css. */
function Shades({ asCard }: { asCard?: boolean }) {
  const onLight = useLightPage();
  return (
    <>
      <div className="absolute inset-x-0 top-0 h-24 shade-top opacity-60 max-md:hidden" />
      {/* On a tablet the words reach across the picture: there the shade comes from beneath, as on a phone. */}
      <div className="absolute inset-0 shade-left max-lg:hidden" />
      <div
        className={cx(
          'absolute inset-x-0 bottom-0 lg:hidden',
          asCard ? 'max-md:h-3/5 max-md:shade-card md:h-[92%] md:shade-tall' : 'h-[92%] shade-tall',
        )}
      />
      {/* On a light page the picture ends with an edge, so it need not sink into the dark. */}
      <div className={cx('absolute inset-x-0 bottom-0 max-lg:hidden', onLight ? 'h-2/5 shade-edge' : 'h-[62%] shade-sink')} />
    </>
  );
}

/** Only an upright one: a still beside a backdrop would be the same picture twice. */
function Poster({ src }: { src: string }) {
  const [upright, setUpright] = useState(false);
  return (
    <img
      src={src}
      srcSet={[240, 480].map((w) => `${src}?w=${w} ${w}w`).join(', ')}
      sizes="220px"
      alt=""
      decoding="async"
      draggable={false}
      onLoad={({ currentTarget: { naturalHeight, naturalWidth } }) => setUpright(naturalHeight > naturalWidth)}
      className={cx(
        'absolute right-(--margin) bottom-14 w-52 rounded-card shadow-card ring-1 ring-white/15 transition-opacity duration-250 ease-out max-lg:hidden',
        upright ? 'opacity-100' : 'opacity-0',
      )}
    />
  );
}

/** A place of fixed height, so that nothing moves when the picture comes. One that does not come leaves the words. */
function Title({ title, logo }: { title: string; logo?: string | null }) {
  const [broken, setBroken] = useState<string>();
  if (logo && broken !== logo) {
    return (
      <h1>
        <img
          src={`${logo}?w=800`}
          alt={title}
          decoding="async"
          draggable={false}
          onError={() => setBroken(logo)}
          className="h-20 max-w-[min(100%,26rem)] object-contain object-[0_100%] drop-shadow-[0_2px_12px_rgb(0_0_0/0.6)] md:h-32"
        />
      </h1>
    );
  }
  return (
    <h1 dir="auto" className="line-clamp-3 max-w-[18ch] text-hero font-[750] tracking-[-0.035em] pb-[0.06em] text-balance md:max-w-[15em]">
      {title}
    </h1>
  );
}

export function Hero({ media, logo, lead, facts, badges = [], about, withPoster, moving, children, asCard, className }: Props) {
  useUnderBar(asCard);
  return (
    <section
      data-theme="dark"
      aria-label={media.title}
      className={cx(
        'relative flex flex-col justify-end overflow-hidden text-ink',
        asCard ? 'max-md:mx-(--margin) max-md:h-100 max-md:rounded-[20px] max-md:ring-1 max-md:ring-white/10' : 'max-md:min-h-[62dvh]',
        'md:h-[clamp(520px,66.7vh,760px)]',
        className,
      )}
    >
      <Picture
        src={media.backdrop_url ?? media.poster_url}
        wide={media.backdrop_url ? media.poster_url : null}
        blurhash={media.blurhash}
        eager
        bare
        widths={[640, 1280, 1920]}
        sizes="100vw"
        className="absolute! inset-0"
        imgClassName="object-[50%_22%] animate-drift"
        uprightClassName="object-cover object-[50%_22%] md:object-contain md:object-[82%_50%] md:py-8"
      />
      {moving}
      <Shades asCard={asCard} />
      <div className={cx('relative flex flex-col items-start', asCard ? 'p-4.5 md:margins md:pb-36' : 'margins pb-6 md:pb-14')}>
        {lead && <p className={cx('mb-2 text-small font-semibold text-[#f5a524]', asCard && 'max-md:hidden')}>{lead}</p>}
        <Title title={media.title} logo={logo} />
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-small text-ink-2">
          {facts.map((fact, at) => fact && <span key={at}>{fact}</span>)}
          {badges.map((name) => (
            <Badge key={name}>{name}</Badge>
          ))}
        </p>
        {about ?? (media.description && (
          <p
            className={cx(
              'mt-3 line-clamp-3 max-w-[33rem] text-lead text-pretty text-white/85',
              asCard && 'max-md:hidden',
            )}
          >
            {media.description}
          </p>
        ))}
        <div className={cx('flex flex-wrap gap-2.5', 'w-full', asCard ? 'mt-4 md:mt-6' : 'mt-5 md:mt-6')}>{children}</div>
      </div>
      {withPoster && media.backdrop_url && media.poster_url && <Poster src={media.poster_url} />}
    </section>
  );
}
