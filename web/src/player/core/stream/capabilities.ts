/**
 * What this browser says it can play, asked of the browser itself and never guessed from its name.
 * Codec strings follow RFC 6381; one stands for each profile and size that changes the answer.
 */
import type { Capabilities } from '@/api';

interface CodecQuestion {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
}

const at = (width: number, height: number, ...codecs: string[]): CodecQuestion[] =>
  codecs.map((codec) => ({ codec, width, height }));

const VIDEO: readonly CodecQuestion[] = [
  ...at(1280, 720, 'avc1.42E01E', 'avc1.42E01F', 'avc1.4D401F', 'avc1.64001F'),
  ...at(1920, 1080, 'avc1.4D4028', 'avc1.640028', 'avc1.64002A', 'avc1.6E0028', 'avc1.7A0028'),
  ...at(3840, 2160, 'avc1.640033', 'avc1.640034'),
  ...at(1920, 1080, 'hvc1.1.6.L120.90', 'hev1.1.6.L120.90', 'hvc1.2.4.L120.90', 'hev1.2.4.L120.90'),
  ...at(3840, 2160, 'hvc1.1.6.L153.B0', 'hvc1.2.4.L153.B0', 'hev1.2.4.L153.B0'),
  ...at(1920, 1080, 'vp8', 'vp09.00.40.08', 'vp09.02.40.10'),
  ...at(3840, 2160, 'vp09.00.51.08', 'vp09.02.51.10'),
  ...at(1920, 1080, 'av01.0.08M.08', 'av01.0.08M.10'),
  ...at(3840, 2160, 'av01.0.12M.08', 'av01.0.12M.10'),
  ...at(3840, 2160, 'dvh1.05.06', 'dvh1.08.06', 'dvhe.05.06', 'dvhe.08.06', 'dav1.10.06'),
];

const AUDIO = [
  'mp4a.40.2', 'mp4a.40.5', 'mp4a.40.29', 'mp4a.40.34', 'mp4a.6B', 'mp3', 'opus', 'vorbis',
  'flac', 'alac', 'ac-3', 'ec-3', 'ac-4', 'dtsc', 'dtse', 'dtsx',
] as const;

/** Containers the file may come in as it is, each with the codecs at home in it. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  'video/mp4': ['', 'avc1.640028', 'avc1.640028,mp4a.40.2', 'hvc1.1.6.L120.90,mp4a.40.2',
    'av01.0.08M.08,mp4a.40.2', 'av01.0.08M.10,opus', 'vp09.00.40.08,opus',
    'avc1.640028,ac-3', 'avc1.640028,ec-3', 'avc1.640028,flac', 'avc1.640028,mp4a.6B'],
  'video/webm': ['', 'vp8,vorbis', 'vp09.00.40.08,opus', 'vp9,opus', 'av01.0.08M.08,opus'],
  'video/x-matroska': ['', 'avc1.640028,mp4a.40.2'],
  'video/quicktime': ['', 'avc1.640028,mp4a.40.2'],
  'video/mp2t': ['', 'avc1.640028,mp4a.40.2'],
  'video/ogg': ['', 'theora,vorbis'],
  'audio/mp4': ['', 'mp4a.40.2', 'alac', 'flac', 'opus'],
  'audio/mpeg': [''],
  'audio/aac': [''],
  'audio/flac': [''],
  'audio/ogg': ['', 'vorbis', 'opus', 'flac'],
  'audio/wav': ['', '1'],
  'audio/webm': ['', 'opus', 'vorbis'],
  'application/vnd.apple.mpegurl': [''],
};

/** The browser, as far as this file needs it; injected so that answers can be tested. */
export interface Browser {
  isTypeSupported(mime: string): boolean;
  canPlayType(mime: string): string;
  decodingInfo(config: MediaDecodingConfiguration): Promise<{ supported: boolean }> | null;
  screen(): { width: number; height: number } | null;
  bandwidth_bps(): number | null;
  /** Whether the screen shows HDR; null where it does not say. */
  hdr(): boolean | null;
  /** Loudspeakers that can be fed; null where nobody knows. */
  channels(): number | null;
}

const mimeOf = (container: string, codecs: string) =>
  codecs ? `${container}; codecs="${codecs}"` : container;

/** MediaCapabilities may take back what isTypeSupported promised: too large a picture. */
async function takenBack(browser: Browser, question: CodecQuestion): Promise<boolean> {
  try {
    const info = await browser.decodingInfo({
      type: 'media-source',
      video: {
        contentType: mimeOf('video/mp4', question.codec),
        width: question.width,
        height: question.height,
        bitrate: question.height >= 2160 ? 24_000_000 : 8_000_000,
        framerate: 30,
      },
    });
    return info !== null && !info.supported;
  } catch {
    return false;
  }
}

function filesOf(browser: Browser): string[] {
  const asked = Object.entries(FILES).flatMap(([container, codecs]) =>
    codecs.map((list) => mimeOf(container, list)),
  );
  return asked.filter((mime) => browser.canPlayType(mime) !== '');
}

export async function capabilitiesOf(browser: Browser): Promise<Capabilities> {
  const video = await Promise.all(
    VIDEO.map(async (question) => {
      const can = browser.isTypeSupported(mimeOf('video/mp4', question.codec));
      return [question.codec, can && !(await takenBack(browser, question))] as const;
    }),
  );
  const audio = AUDIO.map(
    (codec) => [codec, browser.isTypeSupported(mimeOf('audio/mp4', codec))] as const,
  );
  const mp4 = Object.fromEntries([...video, ...audio]);
  const segments = [...video, ...audio].filter(([, can]) => can).map(([codec]) => codec);
  const supported = [
    ...filesOf(browser),
    ...segments.map((c) => mimeOf(audio.some(([a]) => a === c) ? 'audio/mp4' : 'video/mp4', c)),
  ];
  return {
    mp4,
    supported: [...new Set(supported)],
    screen: browser.screen() ?? undefined,
    bandwidth_bps: browser.bandwidth_bps() ?? undefined,
    hdr: browser.hdr(),
    channels: browser.channels() ?? STEREO,
  };
}

const STEREO = 2;

/** Films are shown on their own plane, which may be HDR where the page is not. */
function screenShowsHdr(): boolean | null {
  if (typeof matchMedia !== 'function') return null;
  return ['(dynamic-range: high)', '(video-dynamic-range: high)'].some((query) => matchMedia(query).matches);
}

/** What the system says of its sound; a context that never plays needs no touch. */
function loudspeakers(): number | null {
  try {
    const context = new AudioContext();
    const most = context.destination.maxChannelCount;
    void context.close();
    return most > 0 ? Math.min(most, 64) : null;
  } catch {
    return null;
  }
}

/** Whether pages can feed media elements themselves. */
export function feedsElements(): boolean {
  const scope = globalThis as unknown as Record<string, SourceType | undefined>;
  return Boolean(scope.MediaSource ?? scope.ManagedMediaSource);
}

type SourceType = { isTypeSupported(mime: string): boolean };

let asked: Promise<Capabilities> | null = null;

/** What this browser says; it does not change while it runs, so it is asked once, and best beforehand. */
export function browserCapabilities(): Promise<Capabilities> {
  asked ??= capabilitiesOf(thisBrowser(null));
  return asked;
}

/**
 * The browser we are in. A phone without MediaSource may have ManagedMediaSource instead.
 * `line_bps` is what earlier playing measured; the browser's own guess is capped and coarse.
 */
export function thisBrowser(line_bps: number | null): Browser {
  const probe = document.createElement('video');
  const scope = globalThis as unknown as Record<string, SourceType | undefined>;
  const source = scope.MediaSource ?? scope.ManagedMediaSource;
  return {
    isTypeSupported: (mime) => source?.isTypeSupported(mime) ?? false,
    canPlayType: (mime) => probe.canPlayType(mime),
    decodingInfo: (config) => navigator.mediaCapabilities?.decodingInfo(config) ?? null,
    screen: () => ({
      width: Math.round(window.screen.width * window.devicePixelRatio),
      height: Math.round(window.screen.height * window.devicePixelRatio),
    }),
    bandwidth_bps: () => line_bps,
    hdr: screenShowsHdr,
    channels: loudspeakers,
  };
}
