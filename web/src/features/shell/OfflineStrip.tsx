/** Says that the server is away, until it is back. What is already on the page stays usable. */
import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useReach } from '@/api';

/** A hiccup is not worth a word: only what lasts is told. */
const PATIENCE_MS = 2_500;

export function OfflineStrip() {
  const { t } = useTranslation('shell');
  const online = useReach((state) => state.online);
  const [told, setTold] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setTold(!online), online ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [online]);
  return (
    <div role="status" className="fixed inset-x-0 bottom-[calc(var(--tabs)+16px)] z-50 flex justify-center px-4 empty:hidden">
      {told && (
        <p className="inline-flex animate-rise items-center gap-2.5 rounded-control border border-line bg-raised px-4 py-2.5 text-small shadow-card">
          <CloudOff size={17} className="shrink-0 text-accent" aria-hidden />
          {t('offline')}
        </p>
      )}
    </div>
  );
}
