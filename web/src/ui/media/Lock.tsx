/** A small padlock beside a field that no scan writes over. It opens, and closes again. */
import { Lock as Closed, LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** The name of the field as it stands beside it. */
  name: string;
  open: boolean;
  onTurn: () => void;
}

export function Lock({ name, open, onTurn }: Props) {
  const { t } = useTranslation('media');
  const Icon = open ? LockOpen : Closed;
  const label = t(open ? 'lock.again' : 'lock.open', { name });
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={!open}
      onClick={onTurn}
      className="-my-1 inline-flex h-7 items-center gap-1.5 rounded-[7px] px-1.5 text-caption text-ink-3 hover:bg-fill hover:text-ink"
    >
      {open && <span className="text-accent-ink">{t('lock.opened')}</span>}
      <Icon size={14} aria-hidden />
    </button>
  );
}
