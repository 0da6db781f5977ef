/** What the player asks of the server, in the player's words. */
import { ApiError, downloadAddress, post, put, type Capabilities, type Playback } from '@/api';
import { PlayFailure, browserCapabilities, cdnIsAway, failureOf, readTaste, type Report } from '@/player/core';

/** What the browser says, with the line as it was measured last. */
async function capabilities(): Promise<Capabilities> {
  const { line_bps } = readTaste(localStorage);
  return { ...(await browserCapabilities()), bandwidth_bps: line_bps ?? undefined, cdn: !cdnIsAway() };
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

/** How a viewing went. Nobody waits for it, and what is lost is told again by the next one. */
export async function sendReport(
  media_id: string, viewing: string, report: Report, leaving: boolean,
): Promise<void> {
  const url = `/api/playback-reports/${viewing}`;
  const told = { media_id, ...report };
  if (!leaving) return put(url, told);
  const body = new Blob([JSON.stringify(told)], { type: 'application/json' });
  if (!navigator.sendBeacon?.(url, body)) throw new Error('not taken');
}

export const downloadOf = (id: string) => downloadAddress(encodeURIComponent(id));
