/** Walks the folders of the server, not of this device. A path can also be typed. */
import { useQuery } from '@tanstack/react-query';
import { CornerLeftUp, Film, Folder, FolderOpen } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { folderListing, type FolderListing } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { cx } from '../cx';
import { INPUT } from '../Field';
import { Skeleton } from '../Skeleton';
import { ErrorLine } from '../States';

interface Props {
  /** The folder that is open: what would be chosen now. "" while none is. */
  onOpen: (path: string) => void;
}

const LINE =
  'flex h-11 w-full items-center gap-3 rounded-[9px] px-3 text-left text-small font-medium transition-colors duration-100 hover:bg-fill';

function Places({ listing, onGo }: { listing: FolderListing; onGo: (path: string) => void }) {
  const { t } = useTranslation('folders');
  if (listing.places.length === 0) return null;
  return (
    <div role="group" aria-label={t('places')} className="no-bar flex gap-1.5 overflow-x-auto px-3 pb-2">
      {listing.places.map((place) => (
        <button
          key={place.path}
          type="button"
          onClick={() => onGo(place.path)}
          className={cx(
            'h-8 shrink-0 rounded-chip border px-3 text-caption font-medium',
            place.path === listing.path ? 'border-primary bg-primary text-on-primary' : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
          )}
        >
          {place.name}
        </button>
      ))}
    </div>
  );
}

function Entries({ listing, onGo }: { listing: FolderListing; onGo: (path: string) => void }) {
  const { t } = useTranslation('folders');
  const locale = useLocale();
  return (
    <ul className="h-64 overflow-y-auto border-t border-line p-1.5" key={listing.path}>
      {listing.parent !== null && (
        <li>
          <button type="button" className={cx(LINE, 'text-ink-2')} onClick={() => onGo(listing.parent ?? '')}>
            <CornerLeftUp size={18} className="text-ink-3" aria-hidden />
            {t('up')}
          </button>
        </li>
      )}
      {listing.entries.map((entry) => (
        <li key={entry.path}>
          <button type="button" className={LINE} onClick={() => onGo(entry.path)}>
            <Folder size={18} className="shrink-0 text-ink-3" aria-hidden />
            <span className="min-w-0 flex-1 truncate">{entry.name}</span>
            {entry.media_hint > 0 && (
              <span className="inline-flex shrink-0 items-center gap-1.5 text-caption font-normal text-ink-3">
                <Film size={14} aria-hidden />
                {t('videos', { count: entry.media_hint, shown: formatNumber(entry.media_hint, locale) })}
              </span>
            )}
          </button>
        </li>
      ))}
      {listing.entries.length === 0 && <li className="px-3 py-6 text-center text-small text-ink-3">{t('noFolders')}</li>}
    </ul>
  );
}

export function FolderPicker({ onOpen }: Props) {
  const { t } = useTranslation('folders');
  const [path, setPath] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const listing = useQuery(folderListing(path));
  const [last, setLast] = useState<FolderListing>();
  if (listing.data && listing.data !== last) setLast(listing.data);
  const shown = listing.data ?? last;
  // What is typed and not yet opened, or cannot be opened, must not stand for the folder before it.
  const opened = typed === null || typed.trim() === listing.data?.path ? (listing.data?.path ?? '') : '';
  useEffect(() => onOpen(opened), [opened, onOpen]);

  function go(next: string) {
    setTyped(null);
    setPath(next);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (typed?.trim()) go(typed.trim());
  }

  return (
    <div className="overflow-hidden rounded-panel border border-line bg-surface">
      <form onSubmit={submit} className="relative p-3">
        <FolderOpen size={18} aria-hidden className="pointer-events-none absolute top-0 bottom-0 left-6.5 my-auto text-ink-3" />
        <input
          aria-label={t('path')}
          value={typed ?? shown?.path ?? ''}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => typed?.trim() && typed.trim() !== shown?.path && go(typed.trim())}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          placeholder={t('pathHint')}
          className={cx(INPUT, 'h-10.5 pl-10.5 text-small')}
        />
      </form>
      {shown && <Places listing={shown} onGo={go} />}
      {listing.isError && (
        <div className="border-t border-line px-4 py-3">
          <ErrorLine error={listing.error} onRetry={() => void listing.refetch()} />
        </div>
      )}
      {shown ? (
        <div aria-busy={listing.isFetching || undefined}>
          <Entries listing={shown} onGo={go} />
        </div>
      ) : (
        !listing.isError && <Waiting />
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div aria-busy className="flex h-64 flex-col gap-3 border-t border-line p-4">
      {['w-40', 'w-56', 'w-32', 'w-48'].map((width) => (
        <Skeleton key={width} className={cx('h-6 rounded-badge', width)} />
      ))}
    </div>
  );
}
