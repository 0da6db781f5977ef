/** Giving a title subtitles from the player: choose a file, see it go, take it back. */
import { createContext, useContext, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, LARGEST_TEXT_BYTES, addText, deleteText } from '@/api';
import { useTold } from '@/lib/told';
import { useFact, useRequest } from '../context';

type Going =
  | { readonly at: 'sending'; readonly name: string; readonly part: number }
  | { readonly at: 'added'; readonly id: string }
  | { readonly at: 'removed' }
  | { readonly at: 'failed'; readonly detail: string; readonly fix: string };

interface Adding {
  /** null: this viewer may not change the title. */
  readonly choose: (() => void) | null;
  remove(id: string): void;
}

const AddingContext = createContext<Adding>({ choose: null, remove: () => undefined });
export const useAdding = () => useContext(AddingContext);

const STAY_MS = 8000;
const ENDINGS = '.srt,.vtt,.ass,.ssa,.ttml,.dfxp,.xml,text/vtt';

export function AddTextProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('player');
  const told = useTold();
  const request = useRequest();
  const media = useFact((s) => s.playback?.media ?? null);
  const [going, setGoing] = useState<Going | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const say = (next: Going, stays = true) => {
    clearTimeout(timer.current);
    setGoing(next);
    if (!stays) timer.current = setTimeout(() => setGoing(null), STAY_MS);
  };
  const fail = (error: unknown) => {
    const known = error instanceof ApiError && !error.offline;
    say({ at: 'failed', ...(known ? told.error(error) : { detail: t('tracks.offline'), fix: '' }) });
  };
  const send = async (file: File) => {
    if (!media) return;
    if (file.size > LARGEST_TEXT_BYTES) return say({ at: 'failed', detail: t('tracks.tooLarge'), fix: '' });
    say({ at: 'sending', name: file.name, part: 0 });
    try {
      const kept = await addText(media.id, file, (part) => say({ at: 'sending', name: file.name, part }));
      request({ do: 'refresh_text', id: kept.id });
      say({ at: 'added', id: kept.id }, false);
    } catch (error) {
      fail(error);
    }
  };
  const remove = async (id: string) => {
    if (!media) return;
    try {
      await deleteText(media.id, id);
      request({ do: 'refresh_text', id: null });
      say({ at: 'removed' }, false);
    } catch (error) {
      fail(error);
    }
  };
  const adding: Adding = {
    choose: media?.editable ? () => input.current?.click() : null,
    remove: (id) => void remove(id),
  };
  return (
    <AddingContext value={adding}>
      {children}
      <input
        ref={input}
        type="file"
        accept={ENDINGS}
        aria-label={t('tracks.add')}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void send(file);
        }}
      />
      {going ? <Strip going={going} onUndo={remove} onClose={() => setGoing(null)} /> : null}
    </AddingContext>
  );
}

interface StripProps {
  readonly going: Going;
  onUndo(id: string): Promise<void>;
  onClose(): void;
}

function Strip({ going, onUndo, onClose }: StripProps) {
  const { t } = useTranslation('player');
  const failed = going.at === 'failed';
  return (
    <div className="pointer-events-none absolute inset-x-4 top-20 z-30 flex justify-center sm:top-24">
      <div
        role={failed ? 'alert' : 'status'}
        className="pointer-events-auto flex max-w-full animate-rise items-center gap-3 rounded-control bg-[#1c1c1e]/92 py-2 pr-2 pl-4 text-small text-white shadow-card backdrop-blur-xl"
      >
        {going.at === 'sending' ? (
          <span className="truncate pr-2 tabular">
            {t('tracks.adding', { name: going.name, percent: Math.round(going.part * 100) })}
          </span>
        ) : null}
        {going.at === 'added' ? <span>{t('tracks.added')}</span> : null}
        {going.at === 'removed' ? <span className="pr-2">{t('tracks.removed')}</span> : null}
        {failed ? <span>{[going.detail, going.fix].filter(Boolean).join(' ')}</span> : null}
        {going.at === 'added' ? <StripButton onClick={() => void onUndo(going.id)}>{t('tracks.undo')}</StripButton> : null}
        {failed ? <StripButton onClick={onClose}>{t('tracks.dismiss')}</StripButton> : null}
      </div>
    </div>
  );
}

function StripButton({ children, onClick }: { children: ReactNode; onClick(): void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="touch flex h-9 shrink-0 items-center rounded-lg bg-white/12 px-3 font-semibold transition-colors duration-150 hover:bg-white/20"
    >
      {children}
    </button>
  );
}
