import { Pencil, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TagCount } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, cx, IconButton, INPUT } from '@/ui';
import { cleanTag } from '@/ui/tags';

interface NameProps {
  tag: string;
  onDone: (name: string | null) => void;
}

/** The name while it is written anew. Escape leaves it as it was. */
function Name({ tag, onDone }: NameProps) {
  const { t } = useTranslation('organise');
  const { t: common } = useTranslation();
  const [text, setText] = useState(tag);
  const name = cleanTag(text);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name) onDone(name === tag ? null : name);
  };
  return (
    <form onSubmit={save} className="flex min-w-0 flex-1 items-center gap-2">
      <input
        // The person has just asked for this field.
        autoFocus
        aria-label={t('tags.newName', { tag })}
        value={text}
        maxLength={60}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone(null)}
        className={cx(INPUT, 'h-9.5 min-w-0 flex-1')}
      />
      <Button type="submit" size="sm" look="primary" disabled={!name}>
        {common('save')}
      </Button>
      <Button size="sm" look="ghost" onClick={() => onDone(null)} className="max-sm:hidden">
        {common('cancel')}
      </Button>
    </form>
  );
}

interface Props {
  tag: TagCount;
  may: boolean;
  onRename: (to: string) => void;
  onDelete: () => void;
}

export function TagRow({ tag: { name, count }, may, onRename, onDelete }: Props) {
  const { t } = useTranslation('organise');
  const locale = useLocale();
  const [writing, setWriting] = useState(false);
  const done = (to: string | null) => {
    setWriting(false);
    if (to) onRename(to);
  };
  return (
    <li className="flex min-h-14 items-center gap-2 border-b border-line py-1.5">
      {writing ? (
        <Name tag={name} onDone={done} />
      ) : (
        <>
          <Link to={paths.tag(name)} className="group flex min-w-0 flex-1 items-baseline gap-3 rounded-[8px] py-2 pl-1">
            <span dir="auto" className="truncate text-body font-semibold group-hover:underline">{name}</span>
            <span className="shrink-0 text-caption text-ink-3 tabular">{t('tags.titles', { count, shown: formatNumber(count, locale) })}</span>
          </Link>
          {may && <IconButton size="sm" icon={Pencil} label={t('tags.rename', { tag: name })} onClick={() => setWriting(true)} />}
          {may && <IconButton size="sm" icon={Trash2} label={t('tags.delete', { tag: name })} onClick={onDelete} />}
        </>
      )}
    </li>
  );
}
