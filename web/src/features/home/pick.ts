/** What stands large at the head of Home. */
import type { Media } from '@/api';

export type Lead = 'resume' | 'new' | 'tonight';

export interface Pick {
  media: Media;
  lead: Lead;
}

const DAY_MS = 86_400_000;
const AMONG = 6;

/** Better to look at and to read about comes first. */
function merit(media: Media): number {
  return (media.backdrop_url || media.poster_url ? 4 : 0) + (media.description ? 2 : 0) + (media.kind === 'movie' ? 1 : 0);
}

/** One of the best of what was added lately and not seen; another one every day, the same all day. */
export function pickHero(recent: Media[], begun: Media[], now: number): Pick | null {
  const fresh = recent.filter((media) => media.status === 'ready' && !media.progress?.completed);
  const most = Math.max(...fresh.map(merit));
  const best = fresh.filter((media) => merit(media) === most).slice(0, AMONG);
  const media = best[Math.floor(now / DAY_MS) % Math.max(1, best.length)] ?? begun[0] ?? recent[0];
  if (!media) return null;
  const started = media.progress !== null && !media.progress.completed;
  const lead = started ? 'resume' : now - Date.parse(media.added_at) < DAY_MS ? 'new' : 'tonight';
  return { media, lead };
}
