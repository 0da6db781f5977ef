/**
 * Playing on a television: Remote Playback (Chromium on telephones) and AirPlay (Safari), both of the
 * browser itself, with no script from elsewhere (see docs/decisions/0020).
 *
 * A television fetches by itself, so it takes an address and no buffers: while it plays, the session
 * goes by the file or by HLS as an address. Whether there is one is asked of an element of its own,
 * as an element that plays from buffers is told that there is none.
 */
import type { CastState } from './types';

export type RemoteKind = 'remote' | 'airplay';

interface RemotePlaybackLike extends EventTarget {
  readonly state: string;
  watchAvailability(told: (available: boolean) => void): Promise<number>;
  prompt(): Promise<void>;
}

export type RemoteVideo = Omit<HTMLVideoElement, 'remote'> & {
  readonly remote?: RemotePlaybackLike;
  webkitShowPlaybackTargetPicker?: () => void;
  readonly webkitCurrentPlaybackTargetIsWireless?: boolean;
};

export interface RemoteEvents {
  available(there: boolean): void;
  state(state: CastState): void;
}

export interface Remote {
  readonly kind: RemoteKind;
  /** Looks for devices that can play an address. */
  look(url: string, mime: string | null): void;
  /** Lets the viewer choose a device. Rejects where none was chosen. */
  choose(): Promise<void>;
  destroy(): void;
}

const STATES: Readonly<Record<string, CastState>> = { connecting: 'connecting', connected: 'on' };

/** What a page in an element's way is called by its address, whole: the television has no page. */
export function wholeUrl(url: string, base: string): string {
  return new URL(url, base).href;
}

function byRemotePlayback(video: RemoteVideo, remote: RemotePlaybackLike, events: RemoteEvents): Remote {
  const probe = document.createElement('video') as RemoteVideo;
  const tell = () => events.state(STATES[remote.state] ?? 'off');
  const names = ['connecting', 'connect', 'disconnect'];
  for (const name of names) remote.addEventListener(name, tell);
  let looking = false;
  return {
    kind: 'remote',
    look(url) {
      probe.preload = 'none';
      if (probe.src === url) return;
      probe.src = url;
      if (looking) return;
      looking = true;
      // Telephones low on power do not look around: then asking is always possible.
      void probe.remote?.watchAvailability((there) => events.available(there)).catch(() => events.available(true));
    },
    async choose() {
      video.disableRemotePlayback = false;
      await remote.prompt();
    },
    destroy() {
      for (const name of names) remote.removeEventListener(name, tell);
      probe.removeAttribute('src');
      probe.load();
    },
  };
}

interface Availability extends Event {
  readonly availability?: string;
}

function byAirPlay(video: RemoteVideo, events: RemoteEvents): Remote {
  const there = (event: Event) => events.available((event as Availability).availability === 'available');
  const tell = () => events.state(video.webkitCurrentPlaybackTargetIsWireless ? 'on' : 'off');
  video.addEventListener('webkitplaybacktargetavailabilitychanged', there);
  video.addEventListener('webkitcurrentplaybacktargetiswirelesschanged', tell);
  video.setAttribute('x-webkit-airplay', 'allow');
  return {
    kind: 'airplay',
    look: () => undefined,
    choose() {
      video.disableRemotePlayback = false;
      video.webkitShowPlaybackTargetPicker?.();
      return Promise.resolve();
    },
    destroy() {
      video.removeEventListener('webkitplaybacktargetavailabilitychanged', there);
      video.removeEventListener('webkitcurrentplaybacktargetiswirelesschanged', tell);
    },
  };
}

/** null where the browser can send nothing anywhere. */
export function remoteOf(element: HTMLVideoElement, events: RemoteEvents): Remote | null {
  const video = element as unknown as RemoteVideo;
  if (video.webkitShowPlaybackTargetPicker) return byAirPlay(video, events);
  return video.remote ? byRemotePlayback(video, video.remote, events) : null;
}
