import { FolderSearch, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FolderKind } from '@/api';
import { KindChoice } from '@/ui/folders';

interface Props {
  readonly path: string;
  readonly kind: FolderKind;
  onKind(kind: FolderKind): void;
}

/** A folder of the server: what will happen to it, and what never will. */
export function FolderCard({ path, kind, onKind }: Props) {
  const { t } = useTranslation('add');
  return (
    <section aria-label={path} className="mt-5 animate-rise rounded-panel bg-surface p-5 light:ring-1 light:ring-line">
      <div className="flex items-start gap-4">
        <span className="grid size-12 shrink-0 place-items-center rounded-control bg-fill text-accent-ink">
          <FolderSearch aria-hidden size={24} strokeWidth={1.8} />
        </span>
        <div className="min-w-0">
          <h2 className="text-body font-[650] break-all">{path}</h2>
          <p className="mt-1 text-small text-ink-2">{t('folderText')}</p>
          <p className="mt-2.5 flex items-start gap-2 text-small text-good">
            <ShieldCheck aria-hidden size={17} className="mt-px shrink-0" />
            {t('folderSafe')}
          </p>
        </div>
      </div>
      <KindChoice value={kind} onChange={onKind} className="mt-5" />
    </section>
  );
}
