/** A file on its way to the server: how much of it is there, and a way to stop. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { Button } from '../Button';
import { ProgressBar } from '../ProgressBar';
import type { Sent } from './useSending';

export function SendingCard({ sent, onStop }: { sent: Sent; onStop: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { name, sent_bytes, size_bytes } = sent;
  const there = sent_bytes >= size_bytes;
  return (
    <div className="rounded-control bg-fill px-4 py-3">
      <div className="flex items-center gap-3">
        <p className="min-w-0 grow text-small">
          <span className="block truncate font-semibold">{name}</span>
          <span className="text-ink-3 tabular">
            {there ? t('sentWhole') : t('sentOf', { done: formatBytes(sent_bytes, locale), whole: formatBytes(size_bytes, locale) })}
          </span>
        </p>
        <Button size="sm" icon={X} onClick={onStop}>
          {t('cancel')}
        </Button>
      </div>
      <ProgressBar className="mt-2.5" percent={there ? null : (100 * sent_bytes) / size_bytes} label={t('sendingOf', { name })} />
    </div>
  );
}
