import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { backupTicket, type Backup } from '@/api';
import { Button, Dialog, ErrorLine, PasswordField } from '@/ui';

const FORM = 'download-backup';

/** A copy holds everything: to carry one away, the password is asked for again. */
export function DownloadDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const { t } = useTranslation('backups');
  const { t: common } = useTranslation();
  const [password, setPassword] = useState('');
  const ask = useMutation({
    mutationFn: () => backupTicket(backup.name, password),
    onSuccess: ({ url }) => {
      window.location.assign(url);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password && !ask.isPending) ask.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('downloadTitle')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" type="submit" form={FORM} icon={Download} busy={ask.isPending} disabled={!password}>
            {t('download')}
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-body text-pretty text-ink-2">{t(backup.encrypted ? 'downloadSealed' : 'downloadPlain')}</p>
        <PasswordField
          data-first
          label={t('password')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {ask.isError && <ErrorLine error={ask.error} />}
      </form>
    </Dialog>
  );
}
