/** The files as they are: which version each is, container, codecs, tracks, where they lie. */
import { useQuery } from '@tanstack/react-query';
import { AudioLines, Captions, Combine, Film, Split, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { me, type Asset, type AssetTrack, type Media } from '@/api';
import { formatBitRate, formatDuration, formatLanguage, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { channelsName, codecName, hdrName } from '@/lib/names';
import { Badge, Button, FactList } from '@/ui';
import { versionFacts, versionName } from '@/ui/media';

import { JoinDialog } from './JoinDialog';
import { SplitDialog } from './SplitDialog';

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

/** `onSplit` where the file is one of several and may become a title of its own. */
function File({ asset, onSplit }: { asset: Asset; onSplit?: () => void }) {
  const { t } = useTranslation('title');
  const locale = useLocale();
  return (
    <section className="rounded-panel border border-line bg-surface p-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 text-body font-semibold">
            {versionName(asset)}
            {!asset.present && <Badge look="danger">{t('versions.missing')}</Badge>}
          </h2>
          <p className="mt-0.5 text-small text-ink-2">{versionFacts(asset, locale)}</p>
        </div>
        {onSplit && (
          <Button size="sm" icon={Split} onClick={onSplit}>
            {t('versions.split')}
          </Button>
        )}
      </div>
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
  const admin = useQuery(me).data?.is_admin === true && media.status !== 'trashed';
  const [splitting, setSplitting] = useState<Asset | null>(null);
  const [joining, setJoining] = useState(false);
  const assets = media.assets ?? [];
  const several = assets.length > 1;
  return (
    <div className="flex flex-col gap-4">
      {several && <p className="text-small text-ink-2">{t('versions.several', { count: assets.length })}</p>}
      {assets.length === 0 && <p className="text-body text-ink-3">{t('noFiles')}</p>}
      {assets.map((asset) => (
        <File key={asset.id} asset={asset} onSplit={admin && several ? () => setSplitting(asset) : undefined} />
      ))}
      {admin && (
        <p>
          <Button size="sm" icon={Combine} onClick={() => setJoining(true)}>
            {t('versions.join')}
          </Button>
        </p>
      )}
      {splitting && <SplitDialog media={media} asset={splitting} onClose={() => setSplitting(null)} />}
      {joining && <JoinDialog media={media} onClose={() => setJoining(false)} />}
    </div>
  );
}
