/** Going back to a copy: rehearsed first, and done once it was read and the password given again. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { backupList, rehearsalOf, rehearse, restoreBackup, type Backup } from '@/api';
import { formatDateTime } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, Dialog, ErrorLine, PasswordField, Skeleton, Spinner } from '@/ui';

import { Findings } from './Findings';
import { JobLine } from './JobLine';
import { useJob } from './useJob';

const FORM = 'restore-backup';
const LOOK_MS = 1_500;

/** The server is away for a moment. When it is back, everybody has to sign in: the guard of the pages sees to that. */
function Waiting({ since, onFailed }: { since: string | null; onFailed: () => void }) {
  const { t } = useTranslation('backups');
  const last = useQuery({ ...backupList, refetchInterval: LOOK_MS, retry: false }).data?.last_restore;
  const over = last !== undefined && last !== null && last.at !== since;
  useEffect(() => {
    if (over) onFailed();
  }, [over, onFailed]);
  return (
    <p role="status" className="flex items-center gap-3 py-4 text-body text-ink-2">
      <Spinner size={20} />
      {t('restarting')}
    </p>
  );
}

interface Props {
  backup: Backup;
  /** Several processes have the library open. */
  byHand: boolean;
  onClose: () => void;
}

export function RestoreDialog({ backup, byHand, onClose }: Props) {
  const { t } = useTranslation('backups');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const [password, setPassword] = useState('');
  const since = useQuery(backupList).data?.last_restore?.at ?? null;
  const look = useMutation({ mutationFn: () => rehearse(backup.name) });
  const { mutate: begin } = look;
  useEffect(() => begin(), [begin]);
  const job = useJob(look.data?.job.id ?? null);
  const found = useQuery(rehearsalOf(job?.status === 'completed' ? job.id : null));
  const restore = useMutation({ mutationFn: () => restoreBackup(backup.name, job?.id ?? '', password) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password && found.data && !restore.isPending) restore.mutate();
  };
  const going = restore.isSuccess;
  const ready = found.data !== undefined && !byHand;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && !going && onClose()}
      title={t('restoreTitle', { when: formatDateTime(backup.made_at, locale) })}
      description={t('restoreText')}
      footer={
        going ? undefined : (
          <>
            <Button look="ghost" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button look="danger" type="submit" form={FORM} busy={restore.isPending} disabled={!ready || !password}>
              {t('restoreRun')}
            </Button>
          </>
        )
      }
    >
      {going ? (
        <Waiting since={since} onFailed={onClose} />
      ) : (
        <form id={FORM} onSubmit={submit} className="flex flex-col gap-5">
          {look.isError && <ErrorLine error={look.error} onRetry={() => begin()} />}
          {!found.data && !look.isError && (job ? <JobLine job={job} label={t('rehearsing')} /> : <Skeleton className="h-24 rounded-panel" />)}
          {found.isError && <ErrorLine error={found.error} onRetry={() => void found.refetch()} />}
          {found.data && <Findings found={found.data} />}
          {found.data && byHand && (
            <div className="text-small text-ink-2">
              <p>{t('byHand')}</p>
              <code className="mt-2 block rounded-control bg-fill px-3 py-2 text-small wrap-anywhere">matinee restore {backup.name}</code>
            </div>
          )}
          {ready && (
            <PasswordField
              label={t('password')}
              hint={t('restoreHint')}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
          {restore.isError && <ErrorLine error={restore.error} />}
        </form>
      )}
    </Dialog>
  );
}
