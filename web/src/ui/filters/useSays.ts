/** What puts a filter into words, with the names of what it names by an id as soon as they are known. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { collectionList, facetsOf, listed, personName, seriesItem, type MediaQuery } from '@/api';
import { useLocale } from '@/lib/i18n';

import type { Says } from './applied';

export function useSays(query: MediaQuery): Says {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const { series = '', person = 0, collection } = query;
  // The names of folders come with the counts.
  const folders = useQuery({ ...facetsOf(query), enabled: listed(query.folder).length > 0 }).data?.folder;
  const collections = useQuery({ ...collectionList, enabled: collection !== undefined }).data?.items;
  return {
    t,
    locale,
    folder: (id) => folders?.find((one) => one.value === id)?.name,
    series: useQuery({ ...seriesItem(series), enabled: series !== '' }).data?.title,
    person: useQuery({ ...personName(person), enabled: person > 0 }).data,
    collection: collections?.find((one) => one.id === collection)?.name,
  };
}
