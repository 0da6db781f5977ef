import { lazy, Suspense } from 'react';

import { moreWords } from '@/lib/i18n';

import { useChooser } from './chooser';

const AddDialog = lazy(async () => {
  const [dialog] = await Promise.all([import('./AddDialog'), moreWords()]);
  return dialog;
});

/** The window that is asked for by `useChooser`. */
export function CollectionChooser() {
  const media = useChooser((state) => state.media);
  return media && <Suspense>{<AddDialog key={media.id} media={media} />}</Suspense>;
}
