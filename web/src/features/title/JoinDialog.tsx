/** Another title is found by its name, and its files become versions of this one. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { joinMedia, keys, searchAll, type Media } from '@/api';
import { Button, cx, Dialog, ErrorLine, Picture, SearchBox, Skeleton, toast } from '@/ui';
import { noteFacts, stillOf, useRefreshMedia, useSayFailure } from '@/ui/media';

const MOST = 20;

function Offer({ media, on, onPick }: { media: Media; on: boolean; onPick: () => void }) {
  const { t } = useTranslation('media');
  return (
    <button
      type="button"
      role="radio"
      aria-checked={on}
      onClick={onPick}
      className={cx(
        'flex w-full items-center gap-3.5 rounded-control p-2 text-left transition-colors duration-150',
        on ? 'bg-fill-strong ring-2 ring-accent' : 'hover:bg-fill',
      )}
    >
      <Picture {...stillOf(media)} blurhash={media.blurhash} widths={[160, 320]} sizes="92px" className="aspect-video w-23 shrink-0 rounded-[7px]" />
      <span className="min-w-0">
        <span dir="auto" className="block truncate text-small font-semibold">{media.title}</span>
        <span className="block truncate text-caption text-ink-3">{noteFacts(media, t) || t(`kind.${media.kind}`)}</span>
      </span>
    </button>
  );
}

function Offers({ media, q, chosen, onPick }: { media: Media; q: string; chosen: Media | null; onPick: (other: Media) => void }) {
  const { t } = useTranslation('title');
  const found = useQuery(searchAll(q, MOST));
  if (!q) return <p className="py-8 text-center text-small text-ink-3">{t('versions.joinStart')}</p>;
  if (found.isError) return <ErrorLine error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton className="h-16 rounded-control" />;
  const others = found.data.titles.filter((one) => one.id !== media.id);
  if (others.length === 0) return <p className="py-8 text-center text-small text-ink-3">{t('versions.joinNone', { text: q })}</p>;
  return (
    <div role="radiogroup" aria-label={t('versions.joinWhich')} className="flex flex-col gap-1">
      {others.map((one) => (
        <Offer key={one.id} media={one} on={one.id === chosen?.id} onPick={() => onPick(one)} />
      ))}
    </div>
  );
}

export function JoinDialog({ media, onClose }: { media: Media; onClose: () => void }) {
  const { t } = useTranslation('title');
  const { t: common } = useTranslation();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<Media | null>(null);
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const join = useMutation({
    mutationFn: (other: Media) => joinMedia(media.id, other.id),
    onSuccess: (whole, other) => {
      cache.setQueryData(keys.mediaItem(media.id), whole);
      cache.removeQueries({ queryKey: keys.mediaItem(other.id) });
      toast(t('versions.joined', { title: media.title }));
      onClose();
    },
    onError: say,
    onSettled: refresh,
  });
  const choose = (text: string) => {
    setQ(text);
    setChosen(null);
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('versions.joinHeading')}
      description={t('versions.joinText', { title: media.title })}
      footer={
        <>
          {chosen && (
            <p role="status" className="mr-auto min-w-0 flex-1 basis-60 text-small text-pretty text-ink-2">
              {t('versions.joinSure', { other: chosen.title, title: media.title })}
            </p>
          )}
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" disabled={!chosen} busy={join.isPending} onClick={() => chosen && join.mutate(chosen)}>
            {t('versions.joinRun')}
          </Button>
        </>
      }
    >
      <SearchBox label={t('versions.joinSearch')} value={q} onChange={choose} first className="mb-4" />
      <div className="min-h-40">
        <Offers media={media} q={q} chosen={chosen} onPick={setChosen} />
      </div>
    </Dialog>
  );
}
