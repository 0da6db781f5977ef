/** The picture of a series: a moment of one of its episodes, a file of one's own, or whatever is found by itself. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { automaticSeriesPicture, chooseSeriesStill, giveSeriesPicture, seriesEpisodes, type Media, type Series } from '@/api';
import { SelectField } from '@/ui';
import { noteNext } from '@/ui/media';
import { PictureDialog as Choosing } from '@/ui/media/picture';

/** Episodes whose scrubbing pictures are made; the others have no moments to offer yet. */
const withMoments = (episodes: readonly Media[]) => episodes.filter((one) => one.trickplay_url);

export function PictureDialog({ series, onClose }: { series: Series; onClose: () => void }) {
  const { t } = useTranslation('series');
  const { t: words } = useTranslation('media');
  const [wish, setWish] = useState(series.next?.id);
  const episodes = withMoments(useQuery(seriesEpisodes(series.id)).data?.items ?? []);
  const episode = episodes.find((one) => one.id === wish) ?? episodes[0];
  const still = async (kind: 'poster' | 'backdrop', at_s: number) => {
    if (episode) await chooseSeriesStill(series.id, kind, episode.id, at_s);
  };
  return (
    <Choosing
      owner={{
        ...series,
        moments: episode?.trickplay_url ?? null,
        give: (kind, file) => giveSeriesPicture(series.id, kind, file),
        still,
        automatic: (kind) => automaticSeriesPicture(series.id, kind),
      }}
      text={t('pictureText')}
      film={
        <SelectField
          label={t('pictureMoments')}
          value={episode?.id}
          onChange={(event) => setWish(event.target.value)}
          options={episodes.map((one) => ({ value: one.id, label: noteNext(one, words) }))}
          className="mt-5"
        />
      }
      onClose={onClose}
    />
  );
}
