import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { tileAt } from '@/lib/sprites';
import { useSprites } from '@/lib/useSprites';
import { TilePicture } from '@/ui';
import { chapterAt, clockTime, type Chapter } from '../core';
import { useFact, useRequest } from './context';
import { PlayerSheet } from './PlayerSheet';

const NONE: readonly Chapter[] = [];
/** A little into a chapter: its first picture is often black. */
const INTO_S = 2;

interface RowProps {
  readonly chapter: Chapter;
  readonly number: number;
  readonly here: boolean;
  readonly picture: React.ReactNode;
}

function Row({ chapter, number, here, picture }: RowProps) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const duration_s = useFact((s) => s.duration_s);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (here) button.current?.scrollIntoView({ block: 'nearest' });
  }, [here]);
  return (
    <button
      ref={button}
      type="button"
      aria-current={here ? 'true' : undefined}
      onClick={() => request({ do: 'seek', to_s: chapter.start_s })}
      className={`flex w-full items-center gap-4 rounded-control p-2 text-left transition-colors duration-150 hover:bg-white/10 ${here ? 'bg-white/8' : ''}`}
    >
      {picture}
      <span className="min-w-0 flex-1">
        <span className={`line-clamp-2 text-small font-semibold ${here ? 'text-accent' : 'text-white/95'}`}>
          {chapter.title || t('chapters.nth', { n: number })}
        </span>
        <span className="mt-0.5 block text-caption text-white/60 tabular">{clockTime(chapter.start_s, duration_s)}</span>
      </span>
    </button>
  );
}

function List() {
  const chapters = useFact((s) => s.playback?.chapters) ?? NONE;
  const here = useFact((s) => chapterAt(s.playback?.chapters ?? NONE, s.time_s)?.start_s);
  const tiles = useSprites(useFact((s) => s.playback?.trickplay?.url ?? null));
  return (
    <ol className="-mx-2 space-y-0.5">
      {chapters.map((chapter, i) => {
        const tile = tileAt(tiles, Math.min(chapter.start_s + INTO_S, chapter.end_s));
        return (
          <li key={`${chapter.start_s} ${i}`}>
            <Row
              chapter={chapter}
              number={i + 1}
              here={chapter.start_s === here}
              picture={
                tile ? (
                  <span className="shrink-0 overflow-hidden rounded-lg bg-black">
                    <TilePicture tile={tile} width={112} height={63} />
                  </span>
                ) : (
                  <span className="grid h-[63px] w-10 shrink-0 place-items-center text-lead text-white/45 tabular">{i + 1}</span>
                )
              }
            />
          </li>
        );
      })}
    </ol>
  );
}

/** Every chapter with its picture, beside the film that goes on. */
export function ChaptersSheet({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('player');
  return (
    <PlayerSheet open={open} onClose={onClose} title={t('chapters.title')} aside>
      {open ? <List /> : null}
    </PlayerSheet>
  );
}
