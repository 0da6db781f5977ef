/** A title of a collection with its tools: a handle that moves it, and a menu. */
import { ArrowDown, ArrowUp, Ellipsis, GripVertical, ImageOff, Layers, Trash2 } from 'lucide-react';
import { memo, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media } from '@/api';
import { cx, IconButton, Menu, MenuItem, MenuLine } from '@/ui';
import { MediaCard } from '@/ui/media';

export interface Tools {
  onFirst?: () => void;
  onLast?: () => void;
  /** Takes this picture as the cover; where it is the cover, leaves it to the first four. */
  onCover: () => void;
  covers: boolean;
  onTakeOut: () => void;
}

const Card = memo(function Card({ media, px, calm }: { media: Media; px: number; calm: boolean }) {
  return <MediaCard media={media} sizes={`${px}px`} allNew calm={calm} />;
});

function ItemMenu({ media, tools }: { media: Media; tools: Tools }) {
  const { t } = useTranslation('collections');
  return (
    <Menu trigger={<IconButton label={t('item.more', { title: media.title })} icon={Ellipsis} size="sm" className="size-8!" />}>
      <MenuItem icon={tools.covers ? ImageOff : Layers} onSelect={tools.onCover}>
        {t(tools.covers ? 'item.uncover' : 'item.cover')}
      </MenuItem>
      {tools.onFirst && (
        <MenuItem icon={ArrowUp} onSelect={tools.onFirst}>
          {t('item.first')}
        </MenuItem>
      )}
      {tools.onLast && (
        <MenuItem icon={ArrowDown} onSelect={tools.onLast}>
          {t('item.last')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={Trash2} onSelect={tools.onTakeOut}>
        {t('item.takeOut')}
      </MenuItem>
    </Menu>
  );
}

interface Props {
  media: Media;
  /** The width of its still in px. */
  px: number;
  /** Absent where nothing may be changed. */
  tools?: Tools;
  handle?: ComponentProps<'button'>;
  held: boolean;
}

export function Cell({ media, px, tools, handle, held }: Props) {
  const { t } = useTranslation('collections');
  return (
    <div
      className={cx(
        'relative rounded-card transition-[scale,box-shadow] duration-150',
        tools && '[&_[data-card]>p]:pr-17',
        held && 'scale-104 bg-raised shadow-card ring-2 ring-accent ring-offset-4 ring-offset-raised [&_[data-card]]:pointer-events-none',
      )}
    >
      <Card media={media} px={px} calm={tools !== undefined} />
      {tools && (
        <span className="absolute right-0 bottom-1.5 flex items-center">
          <ItemMenu media={media} tools={tools} />
          <IconButton
            label={t('item.move', { title: media.title })}
            icon={GripVertical}
            size="sm"
            aria-describedby="moving-help"
            data-handle={media.id}
            className={cx('size-8! touch-none', held ? 'cursor-grabbing' : 'cursor-grab')}
            {...handle}
          />
        </span>
      )}
    </div>
  );
}
