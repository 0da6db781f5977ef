/** One doubtful title: what it was taken for, why that is not sure, and the two answers. */
import { Check, Pencil } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media } from '@/api';
import { paths } from '@/lib/paths';
import { Badge, Button, cx, Picture, TickBox } from '@/ui';
import { stillOf } from '@/ui/media';

import { fileOf } from './groups';
import { takenFor, whyWords } from './words';

interface Props {
  media: Media;
  /** The one that the keys speak of. */
  here: boolean;
  ticked: boolean;
  onTick: (id: string, reaching: boolean) => void;
  onRight: (media: Media) => void;
  onFix: (media: Media) => void;
  onHere: (id: string) => void;
}

export const DoubtRow = memo(function DoubtRow({ media, here, ticked, onTick, onRight, onFix, onHere }: Props) {
  const { t } = useTranslation('doubts');
  const { t: words } = useTranslation('media');
  const taken = takenFor(media, words);
  const tick = (event: MouseEvent<HTMLInputElement>) => {
    onHere(media.id);
    onTick(media.id, event.shiftKey);
  };
  return (
    <li
      data-doubt={media.id}
      aria-current={here || undefined}
      onFocus={() => onHere(media.id)}
      className={cx(
        'flex scroll-mt-32 scroll-mb-32 flex-wrap items-center gap-x-3.5 gap-y-2.5 px-3 py-3 transition-colors duration-150 md:flex-nowrap md:px-4',
        here ? 'bg-fill shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-fill/50',
      )}
    >
      <TickBox checked={ticked} onClick={tick} readOnly aria-label={t('tick', { title: taken })} />
      <Picture {...stillOf(media)} blurhash={media.blurhash} widths={[160, 320]} sizes="92px" className="aspect-video w-23 shrink-0 rounded-[7px] max-sm:hidden" />
      <div className="min-w-0 flex-1 basis-[calc(100%-3rem)] sm:basis-60">
        <p className="text-small font-semibold wrap-anywhere">
          <Link to={paths.title(media.id)} className="hover:underline">
            {taken}
          </Link>
        </p>
        <p className="mt-0.5 text-caption wrap-anywhere text-ink-3">{fileOf(media) || t('noFile')}</p>
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          {(media.doubts ?? []).map((code) => (
            <Badge key={code} look="fill">
              {whyWords(code, t)}
            </Badge>
          ))}
        </p>
      </div>
      <div className="flex shrink-0 gap-2 max-sm:w-full max-sm:pl-8">
        <Button size="sm" icon={Check} onClick={() => onRight(media)} aria-label={t('rightLabel', { title: taken })}>
          {t('right')}
        </Button>
        <Button size="sm" icon={Pencil} onClick={() => onFix(media)} aria-label={t('fixLabel', { title: taken })}>
          {t('fix')}
        </Button>
      </div>
    </li>
  );
});
