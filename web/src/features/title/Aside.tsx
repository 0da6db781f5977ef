/** Beside the parts: how it will play here, its tags, its file in a line, where it is from. */
import { useQuery } from '@tanstack/react-query';
import { Check, CircleQuestionMark, CloudOff, Cpu, ExternalLink, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { mediaPlayback, type Asset, type Capabilities, type Media, type Playback } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { channelsName, codecName, containerName, platformName } from '@/lib/names';
import { ErrorLine, Skeleton } from '@/ui';
import { PrepareCard } from '@/ui/prepare';

import { Rating } from './Opinions';
import { TagEditor } from './TagEditor';

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 text-caption font-semibold text-ink-3">{title}</h2>
      {children}
    </section>
  );
}

async function askBrowser(): Promise<Capabilities> {
  const { browserCapabilities } = await import('@/player/core');
  return browserCapabilities();
}

const ICONS = { direct: Check, repackage: CircleQuestionMark, transcode: Cpu, unplayable: TriangleAlert };

function Verdict({ media, playback }: { media: Media; playback: Playback }) {
  const { t } = useTranslation('title');
  const Icon = ICONS[playback.decision];
  return (
    <div className="flex gap-3 rounded-control bg-surface p-4 text-small ring-1 ring-line">
      <Icon
        size={18}
        aria-hidden
        className={`mt-px shrink-0 ${playback.decision === 'unplayable' ? 'text-danger' : playback.decision === 'direct' ? 'text-good' : 'text-ink-3'}`}
      />
      <div className="min-w-0">
        <p className="font-semibold">{t(`plays.${playback.decision}`)}</p>
        {playback.decision !== 'direct' && playback.reasons.map((reason) => (
          <p key={reason.code} className="mt-1 text-pretty text-ink-2">
            {reason.text}
            {reason.cure && playback.decision !== 'transcode' && <span className="font-semibold text-accent-ink"> {reason.cure}</span>}
          </p>
        ))}
        {playback.decision !== 'unplayable' && (
          <div className="mt-3 border-t border-line pt-3 empty:hidden">
            <PrepareCard media={media} quiet={playback.decision !== 'transcode'} />
          </div>
        )}
      </div>
    </div>
  );
}

function Why({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const browser = useQuery({ queryKey: ['capabilities'], queryFn: askBrowser, staleTime: Infinity });
  const playback = useQuery({
    ...mediaPlayback(media.id, browser.data ?? { supported: [] }),
    enabled: browser.data !== undefined && media.status === 'ready',
  });
  if (media.status === 'unavailable') {
    return (
      <p className="flex gap-3 rounded-control bg-surface p-4 text-small text-pretty text-ink-2 ring-1 ring-line">
        <CloudOff size={18} className="mt-px shrink-0 text-accent" aria-hidden />
        {t('unavailableText')}
      </p>
    );
  }
  if (media.status === 'trashed') return null;
  if (playback.isError) return <ErrorLine error={playback.error} onRetry={() => void playback.refetch()} />;
  if (browser.isError) return <ErrorLine error={browser.error} onRetry={() => void browser.refetch()} />;
  return playback.data ? <Verdict media={media} playback={playback.data} /> : <Skeleton className="h-20 rounded-control" />;
}

/** MKV · HEVC · AAC 5.1 · 3.1 GB */
function inALine(asset: Asset, locale: string): string {
  const audio = asset.tracks.find((track) => track.kind === 'audio');
  const sound = audio && [codecName(audio.codec), channelsName(audio.channels)].filter(Boolean).join(' ');
  return [containerName(asset.container), asset.video_codec && codecName(asset.video_codec), sound, formatBytes(asset.size_bytes, locale)]
    .filter(Boolean)
    .join(' · ');
}

export function Aside({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const locale = useLocale();
  const asset = media.assets?.[0];
  return (
    <aside className="flex flex-col gap-6 lg:pt-4">
      {media.status !== 'trashed' && (
        <Part title={t('aside.here')}>
          <Why media={media} />
        </Part>
      )}
      {media.status !== 'trashed' && (
        <Part title={t('aside.rating')}>
          <Rating media={media} />
        </Part>
      )}
      <Part title={t('aside.tags')}>
        <TagEditor media={media} />
      </Part>
      {asset && (
        <Part title={t('aside.file')}>
          <p className="text-body">{inALine(asset, locale)}</p>
        </Part>
      )}
      {media.source_url && (
        <Part title={t('aside.source')}>
          <a
            href={media.source_url}
            target="_blank"
            rel="noreferrer noopener"
            className="inline-flex max-w-full items-center gap-2 text-body hover:underline"
          >
            <span className="truncate">{media.source_platform ? platformName(media.source_platform) : media.source_url}</span>
            <ExternalLink size={15} className="shrink-0 text-ink-3" aria-hidden />
          </a>
        </Part>
      )}
    </aside>
  );
}
