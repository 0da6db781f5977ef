/** Settings, one part at a time; the part stands in the address. */
import { useQuery } from '@tanstack/react-query';
import { Archive, ArrowRightLeft, Captions, CirclePlay, Cookie, Folder, HardDrive, Info, Keyboard, Languages as LanguagesIcon, ListChecks, MonitorPlay, Palette, Upload, UserRound, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Navigate, useParams } from 'react-router';

import { me } from '@/api';
import { paths } from '@/lib/paths';
import { cx, KeyList, Page, PageTitle } from '@/ui';

import { About } from './About';
import { Account } from './Account';
import { Appearance } from './Appearance';
import { Backups } from './backups/Backups';
import { Cookies } from './Cookies';
import { Doubts } from './Doubts';
import { Folders } from './folders/Folders';
import { Moving } from './moving/Moving';
import { Panel } from './Panel';
import { Streaming } from './streaming/Streaming';
import { Storage } from './storage/Storage';
import { Languages } from './taste/Languages';
import { Playback } from './taste/Playback';
import { Subtitles } from './taste/Subtitles';
import { Uploads } from './Uploads';

function Keys() {
  const { t } = useTranslation('settings');
  return (
    <Panel title={t('parts.keyboard')} text={t('keysText')}>
      <KeyList />
    </Panel>
  );
}

interface Part {
  id: 'appearance' | 'playback' | 'languages' | 'subtitles' | 'account' | 'folders' | 'moving' | 'doubts' | 'cookies' | 'uploads' | 'streaming' | 'storage' | 'backups' | 'keyboard' | 'about';
  icon: LucideIcon;
  body: ComponentType;
  /** For those who run the server. */
  admin?: boolean;
}

const PARTS: Part[] = [
  { id: 'appearance', icon: Palette, body: Appearance },
  { id: 'playback', icon: CirclePlay, body: Playback },
  { id: 'languages', icon: LanguagesIcon, body: Languages },
  { id: 'subtitles', icon: Captions, body: Subtitles },
  { id: 'account', icon: UserRound, body: Account },
  { id: 'folders', icon: Folder, body: Folders, admin: true },
  { id: 'moving', icon: ArrowRightLeft, body: Moving },
  { id: 'doubts', icon: ListChecks, body: Doubts, admin: true },
  { id: 'cookies', icon: Cookie, body: Cookies, admin: true },
  { id: 'uploads', icon: Upload, body: Uploads },
  { id: 'streaming', icon: MonitorPlay, body: Streaming, admin: true },
  { id: 'storage', icon: HardDrive, body: Storage, admin: true },
  { id: 'backups', icon: Archive, body: Backups, admin: true },
  { id: 'keyboard', icon: Keyboard, body: Keys },
  { id: 'about', icon: Info, body: About },
];

function PartNav({ parts, now }: { parts: Part[]; now: string }) {
  const { t } = useTranslation('settings');
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the parts stand in a row that is wider than the screen, and some come once it is known who asks.
    const here = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (bar.current && here) bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2;
  }, [now, parts.length]);
  return (
    <nav
      ref={bar}
      aria-label={t('title')}
      className="no-bar relative -mx-(--margin) -my-1 flex gap-1.5 overflow-x-auto margins py-1 md:sticky md:top-[calc(var(--bar)+32px)] md:mx-0 md:w-56 md:shrink-0 md:flex-col md:self-start md:px-0"
    >
      {parts.map(({ id, icon: Icon }) => (
        <NavLink
          key={id}
          to={paths.settingsPart(id)}
          replace
          aria-current={now === id ? 'page' : undefined}
          className={cx(
            'touch flex h-10 shrink-0 items-center gap-3 rounded-control px-3.5 text-small font-medium whitespace-nowrap transition-colors duration-150',
            now === id ? 'bg-fill-strong text-ink' : 'text-ink-2 hover:bg-fill hover:text-ink',
          )}
        >
          <Icon size={17} aria-hidden />
          {t(`parts.${id}`)}
        </NavLink>
      ))}
    </nav>
  );
}

export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { part } = useParams();
  const user = useQuery(me).data;
  const parts = PARTS.filter((one) => !one.admin || user?.is_admin);
  const chosen = part ? parts.find((one) => one.id === part) : parts[0];
  if (!chosen) {
    // Before it is known who asks, an administrator's part may only seem not to be there.
    return user ? <Navigate to={paths.settings} replace /> : <Page>{null}</Page>;
  }
  const Body = chosen.body;
  return (
    <Page className="mx-auto w-full max-w-[calc(1080px+2*var(--margin))]">
      <PageTitle title={t('title')} />
      <div className="mt-5 flex flex-col gap-6 md:mt-8 md:flex-row md:gap-12">
        <PartNav parts={parts} now={chosen.id} />
        <div className="min-w-0 flex-1" key={chosen.id}>
          <Body />
        </div>
      </div>
    </Page>
  );
}
