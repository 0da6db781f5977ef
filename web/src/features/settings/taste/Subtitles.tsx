/** How subtitles look, tried on a picture of one's own library. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { recentlyAdded } from '@/api';
import { LookForm, Sample } from '@/ui/subtitles';

import { Panel } from '../Panel';
import { useLiked } from './useLiked';

export function Subtitles() {
  const { t } = useTranslation('taste');
  const { liked, change } = useLiked();
  // The newest title that has a picture of itself.
  const newest = useQuery(recentlyAdded).data?.items.find((media) => media.backdrop_url ?? media.poster_url);
  const still = newest ? (newest.backdrop_url ?? newest.poster_url) : null;
  return (
    <Panel title={t('subtitles.title')} text={t('subtitles.text')}>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_345px] xl:items-start">
        <Sample
          look={liked.text_look}
          text={[t('sample.one'), t('sample.two')]}
          still={still}
          className="sticky top-[calc(var(--bar)+8px)] z-10 w-full shadow-card xl:order-first"
        />
        <LookForm look={liked.text_look} onChange={(text_look) => change({ text_look })} />
      </div>
    </Panel>
  );
}
