import { Music } from 'lucide-react';
import type { Media } from '@/api';
import { Picture } from '@/ui';
import { useFact } from './context';

/** Before the first frame: the still, dimmed. For sound without a picture: cover and name, to stay. */
export function Backdrop({ media }: { media: Media | null }) {
  // Behind trouble it stays, out of focus: the viewer knows what they were about to see.
  const before = useFact(
    (s) => s.phase === 'failed' || (s.time_s === 0 && (s.phase !== 'ready' || s.needs_touch)),
  );
  const soundOnly = useFact(
    (s) => s.phase === 'ready' && s.video_width === 0 && (s.playback?.tracks.video.length ?? 1) === 0,
  );
  const still = media?.backdrop_url ?? media?.poster_url ?? null;
  if (soundOnly) return <SoundOnly media={media} still={still} />;
  return (
    <div
      aria-hidden
      className={`pointer-events-none absolute inset-0 transition-opacity duration-500 ${before ? 'opacity-100' : 'opacity-0'}`}
    >
      {still ? (
        <Picture src={still} blurhash={media?.blurhash ?? null} sizes="100vw" widths={[640, 1280, 1920]} eager className="size-full bg-black" imgClassName="object-contain" />
      ) : null}
      <div className="absolute inset-0 bg-black/55" />
    </div>
  );
}

function SoundOnly({ media, still }: { media: Media | null; still: string | null }) {
  return (
    <div className="absolute inset-0 overflow-hidden bg-[#101012]">
      {still ? (
        <div className="absolute inset-0">
          <Picture src={still} className="size-full" imgClassName="scale-125 blur-3xl" />
        </div>
      ) : null}
      <div className="absolute inset-0 bg-linear-to-b from-black/45 to-black/75" />
      <div className="relative flex size-full flex-col items-center justify-center gap-6 px-6 pb-20 text-center text-white pointer-coarse:pb-60 short:w-1/2 short:flex-row short:pb-14 short:pl-16 short:text-left">
        {still ? (
          <Picture src={still} blurhash={media?.blurhash ?? null} sizes="320px" className="aspect-square w-[min(320px,52vw,44vh)] shrink-0 rounded-panel shadow-card" />
        ) : (
          <span className="grid aspect-square w-[min(280px,52vw,40vh)] shrink-0 place-items-center rounded-panel bg-linear-to-br from-[#3a2a12] to-[#171310] shadow-card">
            <Music aria-hidden className="size-1/3 text-accent" strokeWidth={1.3} />
          </span>
        )}
        <div className="max-w-140">
          <p className="text-[1.6rem] leading-tight font-[680] tracking-[-0.02em] text-balance">{media?.title}</p>
          {media?.uploader ? <p className="mt-1.5 text-body text-white/70">{media.uploader}</p> : null}
        </div>
      </div>
    </div>
  );
}
