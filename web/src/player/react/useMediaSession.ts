/** Lock screens, headphones and keyboards speak to the player for as long as it is shown. */
import { useEffect } from 'react';
import type { Media } from '@/api';
import { nameToSystem, type Player } from '../core';

export function useMediaSession(player: Player | null, media: Media | null, onNext: (() => void) | null): void {
  useEffect(() => {
    const session = navigator.mediaSession;
    if (!session || !player || !media) return;
    const artist = media.series?.title ?? media.uploader ?? '';
    return nameToSystem(session, player, { title: media.title, artist, picture: media.poster_url ?? null }, onNext);
  }, [player, media, onNext]);
}
