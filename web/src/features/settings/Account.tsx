import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { changePassword, me } from '@/api';
import { formatDate } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Avatar, Badge, Button, ErrorLine, PasswordField, toast } from '@/ui';

import { Panel } from './Panel';
import { Sessions } from './Sessions';

const LEAST = 8;

function PasswordForm() {
  const { t } = useTranslation('settings');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const short = next !== '' && next.length < LEAST;
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      toast(t('account.changed'));
      setCurrent('');
      setNext('');
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (current && next && !short) change.mutate();
  }
  return (
    <form onSubmit={submit} className="flex max-w-90 flex-col gap-4">
      <PasswordField
        label={t('account.current')}
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        label={t('account.next')}
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.target.value)}
        hint={t('account.nextHint', { count: LEAST })}
        error={short ? t('account.short', { count: LEAST }) : null}
      />
      {change.isError && <ErrorLine error={change.error} />}
      <Button type="submit" className="self-start" busy={change.isPending} disabled={!current || !next || short}>
        {t('account.change')}
      </Button>
    </form>
  );
}

export function Account() {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const user = useQuery(me).data;
  return (
    <>
      <Panel title={t('parts.account')}>
        <div className="flex items-center gap-4">
          <Avatar name={user?.name ?? ''} size={56} />
          <div>
            <p className="flex items-center gap-2.5 text-lead font-semibold">
              {user?.name}
              {user?.is_admin && <Badge>{t('account.admin')}</Badge>}
            </p>
            {user && <p className="text-small text-ink-3">{t('account.since', { when: formatDate(user.created_at, locale) })}</p>}
          </div>
        </div>
      </Panel>
      <Panel title={t('account.password')} text={t('account.passwordText')}>
        <PasswordForm />
      </Panel>
      <Panel title={t('sessions.title')} text={t('sessions.text')}>
        <Sessions />
      </Panel>
    </>
  );
}
