/** The film and nothing else. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { mediaItem, type Media } from '@/api';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { preloadShaka, secondsOf, type Position, type Report } from '@/player/core';
import { PlayerScreen } from '@/player/react';
import { useTabTitle } from '@/ui';
import { playsAsItIs } from './ahead';
import { contextOf } from './context';
import { saveProgress, whereOf } from './progress';
import { askPlayback, downloadOf, sendReport } from './server';
import { useLiking } from './useLiking';
import { showAnew, useOutbox } from './useOutbox';

const LATER_MS = 5000;

export default function WatchPage() {
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const { t } = useTranslation('watch');
  const locale = useLocale();
  const navigate = useNavigate();
  const location = useLocation();
  const cache = useQueryClient();
  const media = useQuery({ ...mediaItem(id), retry: false }).data ?? null;
  useTabTitle(media?.title);
  const owner = useOutbox();

  useEffect(() => {
    // Most films need it. One that plays as it is may fall back to it, which has time.
    const wait_ms = playsAsItIs(cache, id) ? LATER_MS : 0;
    const timer = setTimeout(() => preloadShaka().catch(() => undefined), wait_ms);
    return () => clearTimeout(timer);
  }, [cache, id]);
  const left = useRef(false);
  const tellOthers = useCallback(() => showAnew(cache, [id]), [cache, id]);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
      tellOthers();
    };
  }, [tellOthers]);

  const back = useCallback(() => {
    // Opened from inside the app there is a page to go back to; else the title is the way out.
    if (location.key !== 'default') void navigate(-1);
    else void navigate(paths.title(id), { replace: true });
  }, [id, location.key, navigate]);
  const next = useCallback(
    (follower: Media) => void navigate(paths.watch(follower.id), { replace: true }),
    [navigate],
  );
  const { known, deps: liking, ...liked } = useLiking(id);
  const deps = useMemo(
    () => ({
      ask: async () => {
        const [playback] = await Promise.all([askPlayback(id), known()]);
        return playback;
      },
      where: () => whereOf(id),
      save: async (position: Position, leaving: boolean) => {
        await saveProgress(owner, id, position, leaving);
        // The last place is known only now: where the viewer stopped shows at once where they went.
        if (left.current) tellOthers();
      },
      report: (viewing: string, report: Report, leaving: boolean) => sendReport(id, viewing, report, leaving),
    }),
    [id, owner, known, tellOthers],
  );
  return (
    <PlayerScreen
      id={id}
      media={media}
      context={media ? contextOf(media, locale, t) : null}
      start_s={secondsOf(search.get('t'))}
      downloadUrl={downloadOf(id)}
      signInUrl={`${paths.signIn}?${new URLSearchParams({ next: location.pathname })}`}
      ask={deps.ask}
      save={deps.save}
      where={deps.where}
      report={deps.report}
      {...liking}
      {...liked}
      onBack={back}
      onNext={next}
    />
  );
}
