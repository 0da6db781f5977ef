/** How copies are made, and two ways to have another: now, or by sending one. */
import { CircleCheck, FileUp, Lock, LockOpen, Moon, Plus, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Backups } from '@/api';
import { formatAgo, formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, ErrorLine, ProgressBar } from '@/ui';

import { JobLine } from './JobLine';
import { useNewBackup, type Sent } from './useBackups';

function Fact({ icon: Icon, bad, children }: { icon: LucideIcon; bad?: boolean; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5">
      <Icon size={17} className={`mt-0.5 shrink-0 ${bad ? 'text-danger' : 'text-ink-3'}`} aria-hidden />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  );
}

function Sending({ sent, onStop }: { sent: Sent; onStop: () => void }) {
  const { t } = useTranslation('backups');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const facts = { done: formatBytes(sent.sent_bytes, locale), whole: formatBytes(sent.size_bytes, locale) };
  return (
    <div className="rounded-control bg-fill px-4 py-3">
      <div className="flex items-center gap-3">
        <p className="min-w-0 grow text-small">
          <span className="block truncate font-semibold">{sent.name}</span>
          <span className="text-ink-3 tabular">{t('sentOf', facts)}</span>
        </p>
        <Button size="sm" icon={X} onClick={onStop}>
          {common('cancel')}
        </Button>
      </div>
      <ProgressBar className="mt-2.5" percent={(100 * sent.sent_bytes) / Math.max(1, sent.size_bytes)} label={t('sending', { name: sent.name })} />
    </div>
  );
}

export function Making({ state }: { state: Backups }) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const file = useRef<HTMLInputElement>(null);
  const fresh = useNewBackup();
  const last = state.items.find((one) => one.verified);
  return (
    <div className="flex flex-col gap-5">
      <ul className="flex flex-col gap-2 text-small text-ink-2">
        <Fact icon={last ? CircleCheck : TriangleAlert} bad={!last}>
          {last ? t('lastMade', { when: formatAgo(last.made_at, locale) }) : t('neverMade')}
        </Fact>
        <Fact icon={Moon}>{t(state.nightly ? 'nightly' : 'notNightly')}</Fact>
        <Fact icon={state.encrypted ? Lock : LockOpen}>{t(state.encrypted ? 'encrypted' : 'plain')}</Fact>
        {!state.folder_there && (
          <Fact icon={TriangleAlert} bad>
            {t('folderAway', { folder: state.folder })}
          </Fact>
        )}
      </ul>
      <p className="text-caption wrap-anywhere text-ink-3">{t('folder', { folder: state.folder })}</p>
      <div className="flex flex-wrap gap-2.5">
        <Button look="primary" icon={Plus} busy={fresh.busy && !fresh.sending} disabled={fresh.sending !== null} onClick={() => fresh.run(null)}>
          {t('make')}
        </Button>
        <Button icon={FileUp} disabled={fresh.busy} onClick={() => file.current?.click()}>
          {t('send')}
        </Button>
        <input
          ref={file}
          type="file"
          aria-label={t('send')}
          className="hidden"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) fresh.run(chosen);
            event.target.value = '';
          }}
        />
      </div>
      {fresh.sending && <Sending sent={fresh.sending} onStop={fresh.stop} />}
      {fresh.job && <JobLine job={fresh.job} label={t('making')} />}
      {fresh.error && <ErrorLine error={fresh.error} />}
    </div>
  );
}
