import { Hourglass, RotateCcw, Undo2, WifiOff } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime, type PlayerRequest } from '../core';
import { useFact, useRequest } from './context';

const STAY_MS = 6000;

function Pill({ children, alert }: { children: ReactNode; alert?: boolean }) {
  return (
    <div
      role={alert ? 'alert' : 'status'}
      className="pointer-events-auto flex max-w-full animate-rise items-center gap-3 rounded-control bg-[#1c1c1e]/92 py-2 pr-2 pl-4 text-small text-white shadow-card backdrop-blur-xl"
    >
      {children}
    </div>
  );
}

function PillButton({ children, onClick }: { children: ReactNode; onClick(): void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="touch flex h-9 shrink-0 items-center gap-2 rounded-lg bg-white/12 px-3 font-semibold transition-colors duration-150 hover:bg-white/20"
    >
      {children}
    </button>
  );
}

/** Said once and gone by itself: where playing went on, and that another way was taken. */
function Passing() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const notice = useFact((s) => s.notice);
  const ready = useFact((s) => s.phase === 'ready');
  const duration_s = useFact((s) => s.duration_s);
  const [over, setOver] = useState(0);
  const seq = notice?.seq ?? 0;
  useEffect(() => {
    if (!ready || seq === 0) return;
    const timer = setTimeout(() => setOver(seq), STAY_MS);
    return () => clearTimeout(timer);
  }, [seq, ready]);
  if (!notice || over >= notice.seq || !ready) return null;
  const act = (wish: PlayerRequest) => () => {
    request(wish);
    setOver(seq);
  };
  switch (notice.kind) {
    case 'fell_back':
      return (
        <Pill>
          <span className="pr-2">{t('notice.fellBack', { way: t(`way.${notice.way}`) })}</span>
        </Pill>
      );
    case 'resumed':
      return (
        <Pill>
          <span>{t('notice.resumed', { time: clockTime(notice.from_s, duration_s) })}</span>
          <PillButton onClick={act({ do: 'start_over' })}>
            <RotateCcw aria-hidden size={15} />
            {t('startOver')}
          </PillButton>
        </Pill>
      );
    case 'skipped':
      return (
        <Pill>
          <span>{t(`skipped.${notice.group}`)}</span>
          <PillButton onClick={act({ do: 'seek', to_s: notice.from_s })}>
            <Undo2 aria-hidden size={15} />
            {t('tracks.undo')}
          </PillButton>
        </Pill>
      );
    case 'elsewhere':
      return (
        <Pill>
          <span>{t('notice.elsewhere')}</span>
          <PillButton onClick={act({ do: 'seek', to_s: notice.to_s })}>
            {t('notice.goOn', { time: clockTime(notice.to_s, duration_s) })}
          </PillButton>
        </Pill>
      );
  }
}

/** The server has more to encode than it can. Nothing is wrong: the turn comes, and it is counted down. */
function Busy({ wait_s }: { wait_s: number }) {
  const { t } = useTranslation('player');
  const [left, setLeft] = useState(Math.ceil(wait_s));
  useEffect(() => {
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Pill>
      <Hourglass aria-hidden size={17} className="shrink-0 text-white/70" />
      <span className="pr-2 tabular">{left > 0 ? t('notice.busy', { n: left }) : t('notice.busyNow')}</span>
    </Pill>
  );
}

export function Notices() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const retrying = useFact((s) => s.retrying);
  return (
    <div className="pointer-events-none absolute inset-x-4 top-20 z-20 flex flex-col items-center gap-2 sm:top-24">
      {retrying?.busy_s != null ? <Busy key={retrying.attempt} wait_s={retrying.busy_s} /> : null}
      {retrying && retrying.busy_s === null ? (
        <Pill alert>
          <WifiOff aria-hidden size={17} className="shrink-0 text-accent" />
          <span>{retrying.offline ? t('notice.offline') : t('notice.retrying', { n: retrying.attempt })}</span>
          <PillButton onClick={() => request({ do: 'retry' })}>{t('notice.now')}</PillButton>
        </Pill>
      ) : null}
      <Passing />
    </div>
  );
}
