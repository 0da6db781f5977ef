/** The picture of a title, chosen by hand. */
import { address, post, remove, request } from './client';
import type { Media } from './contract';

export type PictureKind = 'poster' | 'backdrop';
export const LARGEST_PICTURE_BYTES = 30 * 1024 * 1024;

const path = (id: string, kind: PictureKind) => address(`/api/media/${encodeURIComponent(id)}/picture`, { kind });

/** Makes a picture file that of a title. */
export const givePicture = (id: string, kind: PictureKind, file: File) => request<Media>('PUT', path(id, kind), { file });
/** Makes the picture of the film at a second that of the title. */
export const chooseStill = (id: string, kind: PictureKind, at_s: number) => post<Media>(path(id, kind), { at_s });
/** Lets it be found by itself again. */
export const automaticPicture = (id: string, kind: PictureKind) => remove<Media>(path(id, kind));
