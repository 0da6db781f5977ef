import { Suspense } from 'react';

import { later } from '../later';
import { useChooser } from './chooser';

const AddDialog = later(() => import('./AddDialog'));

/** The window that is asked for by `useChooser`. */
export function CollectionChooser() {
  const media = useChooser((state) => state.media);
  return media && <Suspense>{<AddDialog key={media.id} media={media} />}</Suspense>;
}
