/** One field that understands a link, a folder or files, and what comes of it below. */
import { Clapperboard } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { AddRequest, LinkInfo } from '@/api';
import { chosenOf, type Chosen } from '@/lib/upload';
import { Page, PageTitle, toast } from '@/ui';
import { useKind } from '@/ui/folders';
import { AddField } from './AddField';
import { FolderCard } from './FolderCard';
import { LinkCard, type Choice } from './LinkCard';
import { Looking } from './Looking';
import { missing, Playlist } from './Playlist';
import { Trouble } from './Trouble';
import { UploadList } from './UploadList';
import { useAdd } from './useAdd';
import { useDrop } from './useDrop';
import { useLink } from './useLink';
import { useUploads } from './useUploads';

const BEST: Choice = { format: 'best', subtitles: true };

/** The choices made for one link; another link begins with the best again. */
function useWish(info: LinkInfo | null) {
  const [made, setMade] = useState<{ url: string; choice: Choice; ticked: ReadonlySet<number> } | null>(null);
  const first = info?.qualities.some((q) => q.id === 'best') ? 'best' : (info?.qualities[0]?.id ?? 'best');
  const current = made && made.url === info?.url ? made : null;
  const choice = current?.choice ?? { ...BEST, format: first };
  const ticked = current?.ticked ?? new Set(missing(info?.entries ?? []));
  const keep = (change: Partial<{ choice: Choice; ticked: ReadonlySet<number> }>) =>
    info && setMade({ url: info.url, choice, ticked, ...change });
  return { choice, ticked, setChoice: (next: Choice) => keep({ choice: next }), setTicked: (next: ReadonlySet<number>) => keep({ ticked: next }) };
}

function wishOf(info: LinkInfo, choice: Choice, ticked: ReadonlySet<number>): AddRequest {
  const wish: AddRequest = { url: info.url, format: choice.format, subtitles: choice.subtitles };
  const all = ticked.size === (info.entries?.length ?? 0);
  return info.kind === 'playlist' && !all ? { ...wish, items: [...ticked].sort((a, b) => a - b) } : wish;
}

export default function AddPage({ activity }: { activity?: ReactNode }) {
  const { t } = useTranslation('add');
  const [search] = useSearchParams();
  const [field, setField] = useState({ text: search.get('url') ?? '', now: true });
  const looked = useLink(field.text, field.now);
  const { info } = looked;
  const wish = useWish(info);
  const { kind, chosen, choose } = useKind(info?.kind === 'folder' ? info.url : '');
  const add = useAdd(() => setField({ text: '', now: true }));
  const { uploads } = useUploads();
  const take = (chosen: Chosen[]) => {
    const left = uploads.add(chosen);
    if (chosen.length === left) toast(t('noMedia'), { look: 'danger' });
    else if (left > 0) toast(t('leftOut', { count: left }));
  };
  const over = useDrop({ files: take, link: (text) => setField({ text, now: true }) });
  const folder = info?.kind === 'folder' ? info : null;
  const playlist = info?.kind === 'playlist' && info.entries ? info.entries : null;
  const ready = info !== null && !info.existing_media_id && !info.is_live && (!playlist || wish.ticked.size > 0);
  const path = looked.understood.kind === 'path';
  return (
    <Page narrow>
      <PageTitle title={t('title')} />
      <AddField
        text={field.text}
        looking={looked.looking}
        ready={ready}
        adding={add.isPending}
        path={path}
        label={playlist ? t('addCount', { count: wish.ticked.size }) : undefined}
        hint={looked.understood.kind === 'unclear' ? t('unclear') : <Hint onFiles={(files) => take(chosenOf(files))} />}
        onText={(text, now) => setField({ text, now })}
        onFiles={(files) => take(chosenOf(files))}
        onAdd={() => info && add.mutate(folder ? { url: info.url, kind: chosen } : wishOf(info, wish.choice, wish.ticked))}
      />
      {looked.error ? <Trouble error={looked.error} url={field.text} onAgain={looked.again} /> : null}
      {looked.looking && !path ? <Looking /> : null}
      {folder ? <FolderCard path={folder.url} kind={kind} onKind={choose} /> : null}
      {info && !folder ? <LinkCard key={info.url} info={info} choice={wish.choice} onChoice={wish.setChoice} /> : null}
      {playlist ? <Playlist entries={playlist} ticked={wish.ticked} onTick={wish.setTicked} /> : null}
      <UploadList />
      <div className="mt-8">{activity}</div>
      {over ? <DropVeil /> : null}
    </Page>
  );
}

/** Paste a link, type a folder, or drop files: and a way for those who rather choose. */
function Hint({ onFiles }: { onFiles(files: FileList): void }) {
  const { t } = useTranslation('add');
  const files = useRef<HTMLInputElement>(null);
  return (
    <>
      <span className="pointer-coarse:hidden">{t('hint')}</span>
      <span className="hidden pointer-coarse:inline">{t('hintTouch')}</span>{' '}
      <button type="button" onClick={() => files.current?.click()} className="touch font-semibold text-accent-ink hover:underline">
        {t('chooseFiles')}
      </button>
      <input
        ref={files}
        type="file"
        multiple
        accept="video/*,audio/*,.mkv,.ts,.m2ts,.avi,.flv,.wmv"
        aria-label={t('chooseFiles')}
        className="hidden"
        onChange={(event) => {
          if (event.target.files) onFiles(event.target.files);
          event.target.value = '';
        }}
      />
    </>
  );
}

function DropVeil() {
  const { t } = useTranslation('add');
  return (
    <div aria-hidden className="pointer-events-none fixed inset-0 z-50 grid animate-appear place-items-center bg-ground/85 p-6 backdrop-blur-md">
      <div className="grid size-full place-items-center rounded-[24px] border-2 border-dashed border-accent">
        <div className="flex flex-col items-center gap-4 text-center">
          <Clapperboard size={52} strokeWidth={1.4} className="text-accent-ink" />
          <p className="text-page font-[720] tracking-[-0.03em]">{t('drop')}</p>
          <p className="text-body text-ink-2">{t('dropText')}</p>
        </div>
      </div>
    </div>
  );
}
