/** The files as they are: container, codecs, tracks, where they lie. */
import { AudioLines, Captions, Film, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Asset, AssetTrack, Media } from '@/api';
import { formatBitRate, formatBytes, formatDuration, formatLanguage, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { channelsName, codecName, containerName, hdrName, qualityName } from '@/lib/names';
import { Badge, FactList } from '@/ui';

const ICONS: Record<AssetTrack['kind'], LucideIcon> = { video: Film, audio: AudioLines, text: Captions };

/** Names that programs give to every track say nothing. */
const MUXER_WORDS = /^(video|sound|audio|subtitle|text|core media.*)? ?handler?$/i;

function useTrackFacts(track: AssetTrack): string {
  const locale = useLocale();
  const size = track.width && track.height ? `${track.width} × ${track.height}` : null;
  return [
    track.kind !== 'video' && track.language && track.language !== 'und' ? formatLanguage(track.language, locale) : null,
    track.title && !MUXER_WORDS.test(track.title) ? track.title : null,
    size,
    track.frame_rate ? `${formatNumber(track.frame_rate, locale, 3)} fps` : null,
    hdrName(track.hdr ?? null),
    channelsName(track.channels),
    track.sample_rate ? `${formatNumber(track.sample_rate / 1000, locale, 1)} kHz` : null,
    track.bit_rate ? formatBitRate(track.bit_rate, locale) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

function TrackLine({ track }: { track: AssetTrack }) {
  const { t } = useTranslation('title');
  const Icon = ICONS[track.kind];
  const facts = useTrackFacts(track);
  return (
    <li className="flex items-center gap-3.5 py-2.5">
      <Icon size={18} className="shrink-0 text-ink-3" aria-label={t(`track.${track.kind}`)} role="img" />
      <span className="min-w-0 flex-1 text-small">
        <span className="font-semibold">{codecName(track.codec)}</span>
        {facts && <span className="text-ink-2"> · {facts}</span>}
      </span>
      {track.forced && <Badge>{t('track.forced')}</Badge>}
      {track.default && track.kind !== 'video' && <Badge>{t('track.default')}</Badge>}
    </li>
  );
}

function File({ asset }: { asset: Asset }) {
  const { t } = useTranslation('title');
  const locale = useLocale();
  return (
    <section className="rounded-panel border border-line bg-surface p-5">
      <h2 className="text-body font-semibold">
        {[containerName(asset.container), qualityName(asset.width, asset.height), formatBytes(asset.size_bytes, locale)]
          .filter(Boolean)
          .join(' · ')}
      </h2>
      <ul className="my-3 divide-y divide-line border-y border-line">
        {asset.tracks.map((track) => (
          <TrackLine key={track.index} track={track} />
        ))}
      </ul>
      <FactList
        facts={[
          [t('file.path'), (asset.path ?? asset.key) && <code className="font-sans">{asset.path ?? asset.key}</code>],
          [t('file.length'), formatDuration(asset.duration_s)],
          [t('file.rate'), asset.bit_rate ? formatBitRate(asset.bit_rate, locale) : null],
          [t('file.size'), t('bytes', { count: asset.size_bytes, shown: formatNumber(asset.size_bytes, locale) })],
          [t('file.fingerprint'), <span key="f" className="text-ink-3">{asset.fingerprint}</span>],
        ]}
      />
    </section>
  );
}

export function Files({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const assets = media.assets ?? [];
  if (assets.length === 0) return <p className="text-body text-ink-3">{t('noFiles')}</p>;
  return (
    <div className="flex flex-col gap-4">
      {assets.map((asset) => (
        <File key={asset.id} asset={asset} />
      ))}
    </div>
  );
}
