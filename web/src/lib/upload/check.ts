/** Looks at files before a byte is sent: what cannot work is said at once, not after an hour. */
import type { Chosen, UploadFault, UploadItem } from './types';

/** What the server's probe can open; inside dropped folders everything else is left out. */
const MEDIA =
  /\.(mp4|m4v|mov|mkv|mk3d|webm|avi|flv|f4v|wmv|asf|mpe?g|m2v|vob|ts|m2ts|mts|3gp|3g2|ogv|ogg|oga|opus|mp3|m4a|m4b|aac|flac|wav|mka|wma|ac3|eac3|dts|rm|rmvb|mxf|divx)$/i;

export function isMedia(file: File): boolean {
  return /^(video|audio)\//.test(file.type) || MEDIA.test(file.name);
}

export const isHidden = (path: string) => path.split('/').some((part) => part.startsWith('.'));

export function faultOf(file: File, limit_bytes: number | null): UploadFault | null {
  if (file.size === 0) return 'empty';
  if (limit_bytes !== null && file.size > limit_bytes) return 'too_large';
  return null;
}

/** From a dropped folder only media counts; a file someone chose by hand is always tried. */
export function sortOut(chosen: readonly Chosen[]): { take: Chosen[]; left_out: number } {
  const take = chosen.filter(
    ({ file, folder }) => folder === '' || (isMedia(file) && !isHidden(`${folder}/${file.name}`)),
  );
  return { take, left_out: chosen.length - take.length };
}

/** One key for the same file chosen twice; a changed file of the same name is another file. */
export function keyOf({ file, folder }: Chosen): string {
  return [folder, file.name, file.size, file.lastModified].join('\u0000');
}

/** The upload begun earlier that this file goes on with: same name, same size. */
export function begunEarlier(file: File, items: readonly UploadItem[]): UploadItem | null {
  return (
    items.find(
      (i) => i.state === 'needs_file' && i.name === file.name && i.size_bytes === file.size,
    ) ?? null
  );
}
