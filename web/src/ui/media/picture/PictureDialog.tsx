/** The picture of a title or a series: a moment of a film, a file of one's own, or whatever is found by itself. */
import { useMutation } from '@tanstack/react-query';
import { ImageUp, RotateCcw } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { LARGEST_PICTURE_BYTES, type PictureKind } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, Dialog, Picture, Segmented, toast } from '@/ui';

import { useRefreshMedia, useSayFailure } from '../actions';
import { Moments } from './Moments';

/** What the picture is of, and how it is given, chosen and found by itself again. */
export interface PictureOwner {
  poster_url: string | null;
  backdrop_url: string | null;
  blurhash: string | null;
  /** Where the scrubbing pictures are, of the film whose moments are offered. */
  moments: string | null;
  give: (kind: PictureKind, file: File) => Promise<unknown>;
  still: (kind: PictureKind, at_s: number) => Promise<unknown>;
  automatic: (kind: PictureKind) => Promise<unknown>;
}

interface Props {
  owner: PictureOwner;
  text: string;
  /** Stands above the moments: of which film they are. */
  film: ReactNode;
  onClose: () => void;
}

function Upload({ disabled, busy, onChoose }: { disabled: boolean; busy: boolean; onChoose: (file: File) => void }) {
  const { t } = useTranslation('title');
  const locale = useLocale();
  const input = useRef<HTMLInputElement>(null);

  function choose(picture: File | undefined) {
    if (!picture) return;
    if (picture.size > LARGEST_PICTURE_BYTES) toast(t('picture.tooLarge', { size: formatBytes(LARGEST_PICTURE_BYTES, locale) }));
    else onChoose(picture);
  }

  return (
    <>
      <Button icon={ImageUp} disabled={disabled} onClick={() => input.current?.click()}>
        {t(busy ? 'picture.sending' : 'picture.upload')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
        aria-label={t('picture.upload')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}

export function PictureDialog({ owner, text, film, onClose }: Props) {
  const { t } = useTranslation('title');
  const say = useSayFailure();
  const refresh = useRefreshMedia();
  const [kind, setKind] = useState<PictureKind>('poster');
  const settled = { onSuccess: () => void refresh(), onError: say };
  const still = useMutation({ mutationFn: (at_s: number) => owner.still(kind, at_s), ...settled });
  const give = useMutation({ mutationFn: (picture: File) => owner.give(kind, picture), ...settled });
  const reset = useMutation({ mutationFn: () => owner.automatic(kind), ...settled });
  const busy = still.isPending || give.isPending || reset.isPending;
  const src = kind === 'poster' ? owner.poster_url : owner.backdrop_url;
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={t('picture.heading')} description={text}>
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label={t('picture.kind')}
          value={kind}
          options={[
            { value: 'poster', label: t('picture.poster') },
            { value: 'backdrop', label: t('picture.backdrop') },
          ]}
          onChange={setKind}
        />
        <div className="ml-auto flex flex-wrap gap-2">
          <Button icon={RotateCcw} look="ghost" disabled={busy} onClick={() => reset.mutate()}>
            {t('picture.automatic')}
          </Button>
          <Upload disabled={busy} busy={give.isPending} onChoose={(file) => give.mutate(file)} />
        </div>
      </div>
      <Picture src={src} blurhash={owner.blurhash} widths={[480, 1280]} sizes="320px" className="mx-auto mt-4 aspect-video w-full max-w-80 rounded-card" />
      {owner.moments && film}
      <Moments
        address={owner.moments}
        busy={still.isPending ? still.variables : null}
        disabled={busy}
        onChoose={(at_s) => still.mutate(at_s)}
      />
    </Dialog>
  );
}
