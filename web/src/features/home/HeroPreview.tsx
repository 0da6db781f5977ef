/**
 * The film itself, moving behind its title: without sound, after a moment, for half a minute. Only where the file
 * plays as it is: a preview is not worth encoding for. Nobody who wants stillness or saves data gets it.
 */
import { useQuery } from '@tanstack/react-query';
import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { moviePreview, type Media } from '@/api';
import { cx, IconButton } from '@/ui';

const AFTER_MS = 2_000;
const LONGEST_S = 30;
const FROM = 0.12; // of its length: past what the makers' logos take
const SHORTEST_S = 40;

interface WithConnection {
  connection?: { saveData?: boolean };
}

function mayMove(): boolean {
  const saves = (navigator as WithConnection).connection?.saveData ?? false;
  return !saves && matchMedia('(hover: hover) and (min-width: 768px)').matches && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** True once the page has stood still for a moment, in front. */
function useSettled(id: string): boolean {
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    if (!mayMove()) return;
    const timer = setTimeout(() => setSettled(id), AFTER_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return settled === id;
}

function Film({ media, src }: { media: Media; src: string }) {
  const { t } = useTranslation('home');
  const film = useRef<HTMLVideoElement>(null);
  const [shown, setShown] = useState(false);
  const [muted, setMuted] = useState(true);
  const [over, setOver] = useState(false);
  const from = (media.duration_s ?? 0) * FROM;

  useEffect(() => {
    const video = film.current;
    if (!video) return;
    video.currentTime = from;
    const look = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting && document.visibilityState === 'visible') void video.play().catch(() => setOver(true));
      else video.pause();
    }, { threshold: 0.4 });
    const away = () => document.visibilityState === 'hidden' && video.pause();
    look.observe(video);
    document.addEventListener('visibilitychange', away);
    return () => {
      look.disconnect();
      document.removeEventListener('visibilitychange', away);
      video.removeAttribute('src'); // lets go of the line at once
      video.load();
    };
  }, [from]);

  if (over) return null;
  return (
    <>
      <video
        ref={film}
        src={src}
        muted={muted}
        playsInline
        preload="auto"
        disablePictureInPicture
        aria-hidden
        tabIndex={-1}
        onPlaying={() => setShown(true)}
        onError={() => setOver(true)}
        onTimeUpdate={({ currentTarget }) => currentTarget.currentTime > from + LONGEST_S && setOver(true)}
        onEnded={() => setOver(true)}
        className={cx('absolute inset-0 size-full object-cover object-[50%_22%] transition-opacity duration-1000 ease-out', shown ? 'opacity-100' : 'opacity-0')}
      />
      {shown && (
        <div className="absolute right-(--margin) bottom-40 z-10">
          <IconButton icon={muted ? VolumeX : Volume2} label={t(muted ? 'preview.sound' : 'preview.mute')} onClick={() => setMuted(!muted)} look="glass" />
        </div>
      )}
    </>
  );
}

export function HeroPreview({ media }: { media: Media }) {
  const settled = useSettled(media.id);
  const long = (media.duration_s ?? 0) >= SHORTEST_S && media.status === 'ready' && media.width !== null;
  const { data } = useQuery({ ...moviePreview(media.id), enabled: settled && long });
  if (!data?.direct_url || data.decision !== 'direct') return null;
  return <Film key={media.id} media={media} src={data.direct_url} />;
}
