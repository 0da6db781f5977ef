/** Names what plays to the system: lock screens, headphones and keyboards then speak to the player. */
import { useEffect } from 'react';
import type { Media } from '@/api';
import type { Player, PlayerRequest } from '../core';

const ACTIONS: readonly [MediaSessionAction, (details: MediaSessionActionDetails) => PlayerRequest][] = [
  ['play', () => ({ do: 'play' })],
  ['pause', () => ({ do: 'pause' })],
  ['seekbackward', (d) => ({ do: 'skip', by_s: -(d.seekOffset ?? 10) })],
  ['seekforward', (d) => ({ do: 'skip', by_s: d.seekOffset ?? 10 })],
  ['seekto', (d) => ({ do: 'seek', to_s: d.seekTime ?? 0 })],
];

export function useMediaSession(player: Player | null, media: Media | null, onNext: (() => void) | null): void {
  useEffect(() => {
    const session = navigator.mediaSession;
    if (!session || !player || !media) return;
    const artwork = media.poster_url ? [{ src: media.poster_url, sizes: '640x360' }] : [];
    session.metadata = new MediaMetadata({ title: media.title, artist: media.series?.title ?? media.uploader ?? '', artwork });
    for (const [action, ask] of ACTIONS) session.setActionHandler(action, (d) => player.request(ask(d)));
    session.setActionHandler('nexttrack', onNext);
    return () => {
      session.metadata = null;
      for (const [action] of ACTIONS) session.setActionHandler(action, null);
      session.setActionHandler('nexttrack', null);
    };
  }, [player, media, onNext]);
}
