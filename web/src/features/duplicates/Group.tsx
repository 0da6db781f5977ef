/** Titles that show the same pictures, side by side, and the three answers. */
import { Combine, Trash2, Unlink } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { DuplicateGroup } from '@/api';
import { formatPercent } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button } from '@/ui';

import { Candidate } from './Candidate';
import { proposed } from './compare';
import { KeepDialog } from './KeepDialog';
import type { Answer } from './useSettle';

interface Props {
  group: DuplicateGroup;
  onSettle: (answer: Answer) => void;
}

export function Group({ group, onSettle }: Props) {
  const { t } = useTranslation('duplicates');
  const locale = useLocale();
  const name = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const [keeping, setKeeping] = useState(false);
  const stays = group.items.find((media) => media.id === chosen) ?? proposed(group.items);
  if (!stays) return null;
  const others = group.items.filter((media) => media.id !== stays.id);
  const count = others.length;
  return (
    <section className="rounded-panel border border-line bg-surface p-4 md:p-5" aria-labelledby={`${name}h`}>
      <header className="mb-3.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={`${name}h`} className="text-small font-semibold">
          {t('which', { count: group.count })}
        </h2>
        <span className="text-caption text-ink-3 tabular">{t('likeness', { share: formatPercent(100 * group.likeness, locale) })}</span>
      </header>
      <div role="radiogroup" aria-labelledby={`${name}h`} className="grid gap-3.5 sm:grid-cols-2 xl:grid-cols-3">
        {group.items.map((media) => (
          <Candidate key={media.id} media={media} all={group.items} group={name} stays={media.id === stays.id} onStay={() => setChosen(media.id)} />
        ))}
      </div>
      {group.count > group.items.length && <p className="mt-3 text-small text-ink-3">{t('more', { count: group.count - group.items.length })}</p>}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button size="sm" look="primary" icon={Combine} onClick={() => onSettle({ how: 'join', stays, others })}>
          {t('join')}
        </Button>
        <Button size="sm" icon={Trash2} onClick={() => setKeeping(true)}>
          {t('keepOnly', { count })}
        </Button>
        <Button size="sm" look="ghost" icon={Unlink} onClick={() => onSettle({ how: 'different', stays, others })}>
          {t('different')}
        </Button>
      </div>
      {keeping && (
        <KeepDialog
          stays={stays}
          others={others}
          onClose={() => setKeeping(false)}
          onKeep={(files) => {
            setKeeping(false);
            onSettle({ how: 'keep', stays, others, files });
          }}
        />
      )}
    </section>
  );
}
