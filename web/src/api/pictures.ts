/** The picture of a title or a series, chosen by hand. */
import { address, post, remove, request } from './client';
import type { Media, Series } from './contract';

export type PictureKind = 'poster' | 'backdrop';
export const LARGEST_PICTURE_BYTES = 30 * 1024 * 1024;

const path = (of: 'media' | 'series', id: string, kind: PictureKind) =>
  address(`/api/${of}/${encodeURIComponent(id)}/picture`, { kind });

/** Makes a picture file that of a title. */
export const givePicture = (id: string, kind: PictureKind, file: File) =>
  request<Media>('PUT', path('media', id, kind), { file });
/** Makes the picture of the film at a second that of the title. */
export const chooseStill = (id: string, kind: PictureKind, at_s: number) => post<Media>(path('media', id, kind), { at_s });
/** Lets it be found by itself again. */
export const automaticPicture = (id: string, kind: PictureKind) => remove<Media>(path('media', id, kind));

/** Makes a picture file that of a series. */
export const giveSeriesPicture = (id: string, kind: PictureKind, file: File) =>
  request<Series>('PUT', path('series', id, kind), { file });
/** Makes the picture of an episode at a second that of its series. */
export const chooseSeriesStill = (id: string, kind: PictureKind, media_id: string, at_s: number) =>
  post<Series>(path('series', id, kind), { media_id, at_s });
/** Shows again what lies in its folder, what the catalogue has, or what its episodes have. */
export const automaticSeriesPicture = (id: string, kind: PictureKind) => remove<Series>(path('series', id, kind));
