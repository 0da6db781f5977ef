/** Tags in place: each leads to its titles; those who may add and remove them at once. */
import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media } from '@/api';
import { paths } from '@/lib/paths';
import { Button, ChipLink, IconButton } from '@/ui';

import { TagField } from '@/ui/tags';
import { useEdit } from './useEdit';

export function TagEditor({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const [editing, setEditing] = useState(false);
  const edit = useEdit(media);
  const may = media.editable !== false && media.status !== 'trashed';

  if (editing) {
    return (
      <div>
        <TagField label={t('aside.tags')} value={media.tags} onChange={(tags) => edit.mutate({ tags })} autoFocus />
        <Button size="sm" className="mt-3" onClick={() => setEditing(false)}>
          {t('tagsDone')}
        </Button>
      </div>
    );
  }
  if (media.tags.length === 0) {
    if (!may) return <p className="text-body text-ink-3">{t('noTags')}</p>;
    return (
      <Button size="sm" icon={Plus} onClick={() => setEditing(true)}>
        {t('addTags')}
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {media.tags.map((tag) => (
        <ChipLink key={tag} to={paths.tag(tag)}>
          {tag}
        </ChipLink>
      ))}
      {may && <IconButton label={t('editTags')} icon={Pencil} size="sm" onClick={() => setEditing(true)} />}
    </div>
  );
}
