/** Somebody else changed the title while it was edited here: what was typed stays until one decides. */
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/ui';

interface Props {
  busy: boolean;
  onTheirs: () => void;
  onMine: () => void;
}

export function Meanwhile({ busy, onTheirs, onMine }: Props) {
  const { t } = useTranslation('organise');
  return (
    <div role="alert" className="mb-5 flex gap-3 rounded-control bg-raised p-4 text-small ring-1 ring-accent">
      <TriangleAlert size={18} className="mt-px shrink-0 text-accent-ink" aria-hidden />
      <div className="min-w-0">
        <p className="font-semibold">{t('conflict.title')}</p>
        <p className="mt-1 text-pretty text-ink-2">{t('conflict.text')}</p>
        <div className="mt-3 flex flex-wrap gap-2.5">
          <Button size="sm" busy={busy} onClick={onTheirs}>
            {t('conflict.theirs')}
          </Button>
          <Button size="sm" look="ghost" disabled={busy} onClick={onMine}>
            {t('conflict.mine')}
          </Button>
        </div>
      </div>
    </div>
  );
}
