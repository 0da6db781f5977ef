/** What the last scan came to: in a line, and on demand file by file with the reasons. */
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { LastScan } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { cx, FailedFiles } from '@/ui';

import { figuresOf, passedBy, type PassedBy } from './words';

function Failures({ scan }: { scan: LastScan }) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const left = scan.failed - scan.failures.length;
  return (
    <li>
      <p className="text-small font-semibold">{t('folders.failed', { count: scan.failed, shown: formatNumber(scan.failed, locale) })}</p>
      <FailedFiles files={scan.failures} className="mt-1.5 text-caption" />
      {left > 0 && <p className="mt-1 text-caption text-ink-3">{t('folders.andMore', { count: left, shown: formatNumber(left, locale) })}</p>}
    </li>
  );
}

function Group({ group }: { group: PassedBy }) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const left = group.count - group.paths.length;
  return (
    <li>
      <p className="text-small font-semibold">
        {t(`folders.reasons.${group.reason}.name`)} <span className="font-normal text-ink-3 tabular">{formatNumber(group.count, locale)}</span>
      </p>
      <p className="text-caption text-pretty text-ink-2">{t(`folders.reasons.${group.reason}.why`)}</p>
      {group.paths.length > 0 && (
        <ul className="mt-1 text-caption text-ink-3">
          {group.paths.map((path) => (
            <li key={path} className="wrap-anywhere">
              {path}
            </li>
          ))}
          {left > 0 && <li>{t('folders.andMore', { count: left, shown: formatNumber(left, locale) })}</li>}
        </ul>
      )}
    </li>
  );
}

export function ScanResult({ scan }: { scan: LastScan }) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const id = useId();
  const [open, setOpen] = useState(false);
  const groups = passedBy(scan);
  const figures = figuresOf(scan).map((name) => t(`folders.${name}`, { count: scan[name], shown: formatNumber(scan[name], locale) }));
  if (figures.length === 0) return null;
  if (groups.length === 0 && scan.failed === 0) return <p className="text-caption text-ink-3">{t('folders.lastWhole', { figures: figures.join(' · ') })}</p>;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="mt-0.5 -ml-1.5 inline-flex min-h-8 items-center gap-1 rounded-[8px] px-1.5 py-1 text-left text-caption text-ink-2 hover:bg-fill hover:text-ink"
      >
        {t('folders.lastWhole', { figures: figures.join(' · ') })}
        <ChevronDown aria-hidden size={15} className={cx('shrink-0 transition-transform duration-150', open && 'rotate-180')} />
      </button>
      <ul id={id} hidden={!open} className="mt-2 flex flex-col gap-4 border-l-2 border-line py-1 pl-4">
        {scan.failed > 0 && <Failures scan={scan} />}
        {groups.map((group) => (
          <Group key={group.reason} group={group} />
        ))}
      </ul>
    </div>
  );
}
