/**
 * What a request tells of the line. Bytes that come at once for sound and picture share the line, so time
 * counts once; what the server thinks before the first byte is kept apart; what the browser had on disk
 * tells nothing.
 */
import type { Sample } from './line';

/** The sum of what came of a request so far. */
export interface Arrived {
  readonly bits: number;
  readonly seconds: number;
  readonly first_byte_s: number | null;
}

/** A piece of a request's bytes, and the time since the piece before or since it was asked for. */
export interface Piece {
  readonly ended_ms: number;
  readonly took_ms: number;
  readonly bytes: number;
  /** From asking to the first byte; null where that was part of an earlier piece. */
  readonly first_byte_ms: number | null;
}

export const NOTHING: Arrived = { bits: 0, seconds: 0, first_byte_s: null };
/** Less is over before the line has shown what it can. */
const TELLING_BITS = 16_000 * 8;
/** No line brings a segment so quickly; a disk does. */
const DISK_S = 0.005;

/** Adds pieces up; `counted_ms` is until when the line's time was counted already. */
export function arrive(arrived: Arrived, piece: Piece, counted_ms: number): Arrived {
  const began_ms = piece.ended_ms - Math.max(0, piece.took_ms - (piece.first_byte_ms ?? 0));
  return {
    bits: arrived.bits + piece.bytes * 8,
    seconds: arrived.seconds + Math.max(0, piece.ended_ms - Math.max(began_ms, counted_ms)) / 1000,
    first_byte_s: piece.first_byte_ms === null ? arrived.first_byte_s : piece.first_byte_ms / 1000,
  };
}

/**
 * What a whole request says of the line, null where it says nothing. `from_disk` is what the browser tells,
 * null where it does not tell; `alone_s` is how long the request took by itself.
 */
export function tellsOf(
  arrived: Arrived, alone_s: number, from_disk: boolean | null, bitrate_bps: number | null, at_s: number,
): Sample | null {
  if (from_disk ?? alone_s < DISK_S) return null;
  const { first_byte_s } = arrived;
  if (arrived.bits < TELLING_BITS) {
    return bitrate_bps === null ? null : { bits: 0, seconds: 0, bitrate_bps, first_byte_s, at_s };
  }
  return { bits: arrived.bits, seconds: arrived.seconds, bitrate_bps, first_byte_s, at_s };
}
