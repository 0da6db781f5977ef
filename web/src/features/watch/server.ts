/** What the player asks of the server, in the player's words. */
import { ApiError, downloadAddress, post, type Capabilities, type Playback } from '@/api';
import { PlayFailure, capabilitiesOf, failureOf, readTaste, thisBrowser } from '@/player/core';

let asked: Promise<Capabilities> | null = null;

/** The browser does not change while it runs: asked once. */
function capabilities(): Promise<Capabilities> {
  asked ??= capabilitiesOf(thisBrowser(readTaste(localStorage).line_bps));
  return asked;
}

export async function askPlayback(id: string): Promise<Playback> {
  try {
    return await post<Playback>(`/api/media/${encodeURIComponent(id)}/playback`, await capabilities());
  } catch (error) {
    if (!(error instanceof ApiError) || error.offline) throw new PlayFailure('network', String(error));
    const { status, code, detail, fix } = error;
    throw failureOf({ status, error: code, detail, fix }, 'playback');
  }
}

export const downloadOf = (id: string) => downloadAddress(encodeURIComponent(id));
