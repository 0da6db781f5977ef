import { ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { IconButton } from '@/ui/IconButton';
import { leaveSelection, startSelection, useSelection } from './store';

/** Begins to choose titles: the way for a finger, which cannot hover. */
export function SelectButton() {
  const { t } = useTranslation('media');
  const active = useSelection((state) => state.active);
  return (
    <IconButton
      icon={ListChecks}
      look="quiet"
      size="sm"
      className="size-9.5!"
      label={t('chooseSome')}
      aria-pressed={active}
      onClick={active ? leaveSelection : startSelection}
    />
  );
}
