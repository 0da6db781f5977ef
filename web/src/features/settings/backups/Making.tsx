/** How copies are made, and two ways to have another: now, or by sending one. */
import { CircleCheck, Clock, Cloud, CloudOff, Lock, LockOpen, Moon, Plus, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Backups } from '@/api';
import { formatAgo } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useTold } from '@/lib/told';
import { Button, ErrorLine } from '@/ui';
import { FileButton, SendingCard } from '@/ui/sending';

import { JobLine } from './JobLine';
import { useNewBackup } from './useBackups';

function Fact({ icon: Icon, bad, children }: { icon: LucideIcon; bad?: boolean; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5">
      <Icon size={17} className={`mt-0.5 shrink-0 ${bad ? 'text-danger' : 'text-ink-3'}`} aria-hidden />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  );
}

/** Where copies are sent to, and what is wrong with that. */
function Store({ store }: { store: NonNullable<Backups['store']> }) {
  const { t } = useTranslation('backups');
  const told = useTold();
  if (store.code !== null) {
    const why = told.line({ code: store.code, detail: store.detail ?? '', fix: store.fix ?? '' });
    return (
      <Fact icon={CloudOff} bad>
        {t('storeAway', { where: store.where })} {why}
      </Fact>
    );
  }
  return (
    <Fact icon={store.late ? CloudOff : Cloud} bad={store.late > 0}>
      {t('storeThere', { where: store.where })} {store.late > 0 && t('storeLate', { count: store.late })}
    </Fact>
  );
}

export function Making({ state }: { state: Backups }) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const fresh = useNewBackup();
  const last = state.items.find((one) => one.verified);
  return (
    <div className="flex flex-col gap-5">
      <ul className="flex flex-col gap-2 text-small text-ink-2">
        {last ? (
          <Fact icon={CircleCheck}>{t('lastMade', { when: formatAgo(last.made_at, locale) })}</Fact>
        ) : state.nightly ? (
          <Fact icon={Clock}>{t('firstComes')}</Fact>
        ) : (
          <Fact icon={TriangleAlert} bad>
            {t('neverMade')}
          </Fact>
        )}
        <Fact icon={Moon}>{t(state.nightly ? 'nightly' : 'notNightly')}</Fact>
        <Fact icon={state.encrypted ? Lock : LockOpen}>{t(state.encrypted ? 'encrypted' : 'plain')}</Fact>
        {state.store && <Store store={state.store} />}
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
        <FileButton label={t('send')} disabled={fresh.busy} onFile={fresh.run} />
      </div>
      {fresh.sending && <SendingCard sent={fresh.sending} onStop={fresh.stop} />}
      {fresh.job && <JobLine job={fresh.job} label={t('making')} />}
      {fresh.error && <ErrorLine error={fresh.error} />}
    </div>
  );
}
