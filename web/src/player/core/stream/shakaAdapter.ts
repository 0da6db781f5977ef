/** HLS and DASH through Shaka, fetched when the first manifest is played. */
import type shaka from 'shaka-player/dist/shaka-player.compiled-es2021';
import { createShakaAbr, type ShakaAbr } from '../abr/shakaAbr';
import type { Adapter, AdapterEvents, AdapterStats } from './adapter';
import { systemClock } from '../clock';
import { QUICK, cdnFailed, cdnIsAway, isByCdn, roadsTo } from './detour';
import { PlayFailure } from './failure';
import { matched } from './qualities';
import { audioId, audioOf, failureOfShaka, preferenceOf, type ShakaError } from './shakaFacts';
import { standingAt } from './standing';
import { createThaw } from './thaw';
import { renewedPrefix, type Source } from './ways';

type Shaka = typeof shaka;
type ShakaPlayer = shaka.Player;

/**
 * Our own retries are visible to the viewer, so Shaka's stay short. A segment that has to be encoded
 * first may keep the server silent for as long as it answers at all, which is 25 s.
 */
const PATIENT = { stallTimeout: 30_000, connectionTimeout: 30_000 };
const RETRY = { maxAttempts: 2, baseDelay: 400, backoffFactor: 2, fuzzFactor: 0.3, timeout: 40_000, ...PATIENT };

const CONFIG = {
  streaming: {
    bufferingGoal: 40,
    rebufferingGoal: 1,
    bufferBehind: 30,
    // A seek to where one of picture and sound is still buffered fetches its rest at the next look.
    updateIntervalSeconds: 0.1,
    retryParameters: RETRY,
    // A rung is not given up for a lost line: the line comes back, and then all rungs do.
    maxDisabledTime: 0,
  },
  manifest: {
    disableText: true,
    retryParameters: RETRY,
    // Segments say themselves when they are shown; put one after the other, pictures and sound would part.
    hls: { sequenceMode: false, ignoreManifestTimestampsInSegmentsMode: true },
  },
};

let library: Promise<Shaka> | null = null;

/** Starts the download of the player's library; a watch page is near. */
export function preloadShaka(): Promise<Shaka> {
  library ??= import('shaka-player/dist/shaka-player.compiled-es2021').then((module) => {
    module.default.polyfill.installAll();
    return module.default;
  });
  library.catch(() => (library = null));
  return library;
}

async function makePlayer(video: HTMLVideoElement): Promise<[ShakaPlayer, ShakaAbr]> {
  const { Player } = await preloadShaka().catch(() => {
    throw new PlayFailure('network', 'the player could not be fetched');
  });
  if (!Player.isBrowserSupported()) throw new PlayFailure('decode', 'no Media Source Extensions');
  const player = new Player();
  await player.attach(video);
  const abr = createShakaAbr(player, CONFIG.streaming.bufferingGoal, systemClock);
  player.configure({ ...CONFIG, abrFactory: () => abr.make() });
  return [player, abr];
}

export function createShakaAdapter(video: HTMLVideoElement, events: AdapterEvents): Adapter {
  let player: ShakaPlayer | null = null;
  let abr: ShakaAbr | null = null;
  let opened = '';
  let told: Source['told'] = [];
  /** Rungs that were there once: one whose frames were dropped is taken away for half a minute. */
  const seen = new Set<string>();
  /** The quality the viewer chose; null: by the line. */
  let wished: string | null = null;
  let moved: [string, string] | null = null;
  let loaded = false;
  let gone = false;
  const thaw = createThaw(video, systemClock);

  const pictures = () => {
    const pairs = matched(told, player?.getVideoTracks() ?? []);
    for (const [quality] of pairs) seen.add(quality.id);
    return pairs;
  };
  /** What was wished, at once or as soon as it is there again. */
  const pick = () => {
    const chosen = pictures().find(([quality]) => quality.id === wished)?.[1];
    // What is buffered of the old picture goes, but for a few seconds to bridge the change.
    if (chosen && !chosen.active) player?.selectVideoTrack(chosen, true, 2);
  };

  const hear = (made: ShakaPlayer) => {
    for (const name of ['adaptation', 'variantchanged', 'trackschanged', 'audiotrackschanged']) {
      made.addEventListener(name, () => {
        if (loaded) thaw.changed();
        pick();
        events.changed();
      });
    }
    made.addEventListener('error', (event: Event) => {
      const failure = failureOfShaka((event as Event & { detail: ShakaError }).detail);
      // Until load() settles its promise tells of failures.
      if (failure && loaded && !gone) events.failed(failure);
    });
    const network = made.getNetworkingEngine();
    network?.addEventListener('retry', (event: Event) => {
      const { error } = event as Event & { error?: { data?: unknown[] } };
      if (isByCdn(String(error?.data?.[0]))) cdnFailed();
    });
    // It hears of every attempt.
    network?.registerRequestFilter((_type, request) => {
      request.uris = roadsTo(request.uris, opened, cdnIsAway());
      const asked = request.uris[request.attempt % request.uris.length] ?? '';
      Object.assign(request.retryParameters, isByCdn(asked) ? QUICK : PATIENT);
      const renewed = moved;
      if (renewed) request.uris = request.uris.map((uri) => uri.replace(renewed[0], renewed[1]));
    });
  };

  return {
    async load(source: Source, start_s: number) {
      [player, abr] = await makePlayer(video);
      if (gone) return;
      hear(player);
      opened = new URL(source.url, document.baseURI).href;
      told = source.told;
      player.configure('abr.defaultBandwidthEstimate', source.line_bps);
      if (source.sound) player.configure({ preferredAudio: [preferenceOf(source.sound.wanted)] });
      try {
        await player.load(opened, start_s, source.mime);
      } catch (error) {
        throw failureOfShaka(error as ShakaError) ?? new PlayFailure('network', 'interrupted');
      }
      await standingAt(video, start_s);
      loaded = true;
      events.changed();
    },
    renew(source) {
      const prefix = renewedPrefix(opened, new URL(source.url, document.baseURI).href);
      if (!prefix || !player) return false;
      moved = prefix;
      return player.retryStreaming(0);
    },
    retry: () => player?.retryStreaming(0) ?? false,
    qualities() {
      pictures();
      return told.filter((quality) => seen.has(quality.id));
    },
    qualityNow: () => pictures().find(([, track]) => track.active)?.[0] ?? null,
    setQuality(id) {
      wished = id;
      player?.configure('abr.enabled', id === null);
      pick();
    },
    audio: () => (player?.getAudioTracks() ?? []).map(audioOf),
    audioNow() {
      const active = player?.getAudioTracks().find((t) => t.active);
      return active ? audioId(active) : null;
    },
    setAudio(id) {
      const chosen = player?.getAudioTracks().find((t) => audioId(t) === id);
      if (chosen) player?.selectAudioTrack(chosen, 0.5);
    },
    stats: () => statsOf(player, abr),
    async destroy() {
      gone = true;
      thaw.destroy();
      await player?.destroy();
    },
  };
}

function statsOf(player: ShakaPlayer | null, abr: ShakaAbr | null): AdapterStats {
  const stats = player?.getStats();
  const number = (n: number | undefined) => (n !== undefined && Number.isFinite(n) ? n : null);
  return {
    codecs: stats?.currentCodecs ?? null,
    line_bps: number(stats?.estimatedBandwidth),
    stream_bps: number(stats?.streamBandwidth),
    bytes: number(stats?.bytesDownloaded),
    dropped: number(stats?.droppedFrames),
    decoded: number(stats?.decodedFrames),
    stalls: number(stats?.stallsDetected),
    auto_why: abr?.why() ?? null,
  };
}
