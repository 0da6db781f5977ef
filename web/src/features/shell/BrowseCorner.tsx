/** Opens the other ways into the library. The menu is fetched when somebody reaches for it. */
import { ChevronDown } from 'lucide-react';
import { Suspense, useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import { later } from '@/ui/later';

const BrowseMenu = later(() => import('./BrowseMenu'));

export function BrowseButton(props: ComponentProps<'button'>) {
  const { t } = useTranslation('shell');
  return (
    <button
      type="button"
      aria-haspopup="menu"
      className="inline-flex items-center gap-1 rounded-[8px] px-3 py-2 text-body text-ink-2 transition-colors duration-150 hover:text-ink data-[state=open]:text-ink"
      {...props}
    >
      {t('browse')}
      <ChevronDown size={15} aria-hidden />
    </button>
  );
}

export function BrowseCorner() {
  const [wanted, setWanted] = useState(false);
  const [pressed, setPressed] = useState(false);
  const press = () => {
    setPressed(true);
    setWanted(true);
  };
  const button = <BrowseButton onPointerEnter={() => setWanted(true)} onPointerDown={press} onClick={press} />;
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <BrowseMenu defaultOpen={pressed} />
    </Suspense>
  );
}
