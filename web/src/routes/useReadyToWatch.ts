/** A link to a film that is pointed at or reached by key: what it needs is fetched before the click. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const FILM = /^\/watch\/([^/?#]+)/;

export function useReadyToWatch(): void {
  const cache = useQueryClient();
  useEffect(() => {
    const near = (event: Event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      const id = FILM.exec(link?.pathname ?? '')?.[1];
      if (!id) return;
      import('@/routes/WatchRoute').then((route) => route.makeReady(cache, id)).catch(() => undefined);
    };
    document.addEventListener('pointerover', near, { passive: true });
    document.addEventListener('focusin', near);
    return () => {
      document.removeEventListener('pointerover', near);
      document.removeEventListener('focusin', near);
    };
  }, [cache]);
}
