/** The doubtful titles of one folder, which are mostly doubted for the same reason. */
import { Folder } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { TickBox } from '@/ui';

import { DoubtRow } from './DoubtRow';
import type { Group } from './groups';
import type { Selection } from './useSelection';

interface Props {
  group: Group;
  selection: Selection;
  here: string | null;
  row: Pick<Parameters<typeof DoubtRow>[0], 'onTick' | 'onRight' | 'onFix' | 'onHere'>;
}

function FolderTick({ group, selection }: Pick<Props, 'group' | 'selection'>) {
  const { t } = useTranslation('doubts');
  const box = useRef<HTMLInputElement>(null);
  const ids = group.items.map((media) => media.id);
  const count = ids.filter((id) => selection.has(id)).length;
  const some = count > 0 && count < ids.length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <TickBox
      ref={box}
      checked={count === ids.length}
      onChange={(event) => selection.turnAll(ids, event.target.checked)}
      aria-label={t('tickFolder', { folder: group.folder || t('noFolder') })}
    />
  );
}

export function DoubtGroup({ group, selection, here, row }: Props) {
  const { t } = useTranslation('doubts');
  return (
    <section className="overflow-hidden rounded-panel border border-line bg-surface">
      <header className="flex items-center gap-3.5 border-b border-line px-3 py-3 md:px-4">
        <FolderTick group={group} selection={selection} />
        <Folder size={17} className="shrink-0 text-ink-3" aria-hidden />
        <h2 className="min-w-0 flex-1 text-small font-semibold wrap-anywhere">{group.folder || t('noFolder')}</h2>
        <span className="text-caption text-ink-3 tabular">{t('inFolder', { count: group.items.length })}</span>
      </header>
      <ul className="divide-y divide-line">
        {group.items.map((media) => (
          <DoubtRow key={media.id} media={media} here={media.id === here} ticked={selection.has(media.id)} {...row} />
        ))}
      </ul>
    </section>
  );
}
