/** The picture of a title: a moment of the film, a file of one's own, or whatever is found by itself. */
import { useTranslation } from 'react-i18next';

import { automaticPicture, chooseStill, givePicture, type Media } from '@/api';
import { PictureDialog as Choosing } from '@/ui/media/picture';

export function PictureDialog({ media, onClose }: { media: Media; onClose: () => void }) {
  const { t } = useTranslation('title');
  return (
    <Choosing
      owner={{
        ...media,
        moments: media.trickplay_url,
        give: (kind, file) => givePicture(media.id, kind, file),
        still: (kind, at_s) => chooseStill(media.id, kind, at_s),
        automatic: (kind) => automaticPicture(media.id, kind),
      }}
      text={t('picture.text')}
      film={<h3 className="mt-5 text-small font-semibold">{t('picture.moments')}</h3>}
      onClose={onClose}
    />
  );
}
