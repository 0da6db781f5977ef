import { useTranslation } from 'react-i18next';
import { tileAt } from '@/lib/sprites';
import { useSprites } from '@/lib/useSprites';
import { TilePicture } from '@/ui';
import { chapterAt, clockTime, type Chapter } from '../core';
import { useFact, useRequest } from './context';
import { PlayerSheet } from './PlayerSheet';
import { SheetRow } from './SheetRow';

const NONE: readonly Chapter[] = [];
/** A little into a chapter: its first picture is often black. */
const INTO_S = 2;

function List() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const duration_s = useFact((s) => s.duration_s);
  const chapters = useFact((s) => s.playback?.chapters) ?? NONE;
  const here = useFact((s) => chapterAt(s.playback?.chapters ?? NONE, s.time_s)?.start_s);
  const tiles = useSprites(useFact((s) => s.playback?.trickplay?.url ?? null));
  return (
    <ol className="-mx-2 space-y-0.5">
      {chapters.map((chapter, i) => {
        const tile = tileAt(tiles, Math.min(chapter.start_s + INTO_S, chapter.end_s));
        return (
          <li key={`${chapter.start_s} ${i}`}>
            <SheetRow
              title={chapter.title || t('chapters.nth', { n: i + 1 })}
              note={clockTime(chapter.start_s, duration_s)}
              here={chapter.start_s === here}
              onChoose={() => request({ do: 'seek', to_s: chapter.start_s })}
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
