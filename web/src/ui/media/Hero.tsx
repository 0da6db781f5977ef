/** The large picture at the head of a page, with what it is and what can be done. Dark in both themes, as a cinema is. */
import type { ReactNode } from 'react';

import type { Media } from '@/api';
import { useLightPage } from '@/lib/appearance';

import { Badge } from '../Badge';
import { cx } from '../cx';
import { Picture } from '../Picture';
import { useUnderBar } from './backdrop';
import { qualityBadges } from './words';

interface Props {
  media: Media;
  /** Amber words above the title. */
  lead?: ReactNode;
  /** Short facts, before the boxes of quality. */
  facts: ReactNode[];
  children: ReactNode;
  /** On a phone it stands as a tall card between the page's margins. */
  asCard?: boolean;
  className?: string;
}

function Shades({ asCard }: { asCard?: boolean }) {
  const onLight = useLightPage();
  return (
    <>
      <div className="absolute inset-x-0 top-0 h-36 bg-linear-to-b from-[rgb(10_10_10/0.72)] to-transparent max-md:hidden" />
      <div className="absolute inset-0 bg-[linear-gradient(90deg,rgb(10_10_10/0.86)_0%,rgb(10_10_10/0.6)_26%,rgb(10_10_10/0.2)_48%,transparent_66%)] max-md:hidden" />
      <div
        className={cx(
          'absolute inset-x-0 bottom-0',
          asCard && 'max-md:h-3/5 max-md:bg-[linear-gradient(0deg,rgb(10_10_10/0.92)_0%,rgb(10_10_10/0.6)_48%,transparent_100%)]',
          // On a light page the picture ends with an edge, so it need not sink into the dark.
          onLight
            ? 'h-2/5 bg-linear-to-t from-[rgb(10_10_10/0.6)] to-transparent'
            : 'h-[62%] bg-[linear-gradient(0deg,var(--ground)_0%,color-mix(in_srgb,var(--ground)_62%,transparent)_30%,transparent_100%)]',
        )}
      />
    </>
  );
}

export function Hero({ media, lead, facts, children, asCard, className }: Props) {
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
        blurhash={media.blurhash}
        eager
        widths={[640, 1280, 1920]}
        sizes="100vw"
        className="absolute! inset-0"
        imgClassName="object-[50%_22%] animate-drift"
      />
      <Shades asCard={asCard} />
      <div className={cx('relative flex flex-col items-start', asCard ? 'p-4.5 md:margins md:pb-36' : 'margins pb-6 md:pb-14')}>
        {lead && <p className={cx('mb-2 text-small font-semibold text-[#f5a524]', asCard && 'max-md:hidden')}>{lead}</p>}
        <h1 className="line-clamp-3 max-w-[18ch] text-hero font-[750] tracking-[-0.035em] pb-[0.12em] text-balance md:max-w-[15em]">
          {media.title}
        </h1>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-small text-ink-2">
          {facts.map((fact, at) => fact && <span key={at}>{fact}</span>)}
          {qualityBadges(media).map((name) => (
            <Badge key={name}>{name}</Badge>
          ))}
        </p>
        {media.description && (
          <p
            className={cx(
              'mt-3 line-clamp-3 max-w-[33rem] text-lead text-pretty text-white/85',
              asCard && 'max-md:hidden',
            )}
          >
            {media.description}
          </p>
        )}
        <div className={cx('flex flex-wrap gap-2.5', asCard ? 'mt-4 w-full md:mt-6' : 'mt-5 md:mt-6')}>{children}</div>
      </div>
    </section>
  );
}
