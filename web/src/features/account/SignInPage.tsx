import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';

import { authStatus, keys, signIn, type AuthStatus } from '@/api';
import { paths } from '@/lib/paths';
import { Alone, Button, ErrorLine, FirstPaint, PasswordField, TextField, Unreachable, useTabTitle } from '@/ui';

import { safeNext } from './safeNext';

function Form() {
  const { t } = useTranslation('account');
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => signIn(name.trim(), password),
    onSuccess: ({ user }) => {
      cache.removeQueries({ queryKey: keys.media });
      cache.setQueryData(keys.me, user);
      cache.setQueryData<AuthStatus>(keys.auth, (old) => (old ? { ...old, signed_in: true, setup_needed: false } : old));
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && password) enter.mutate();
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t('name')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {enter.isError && <ErrorLine error={enter.error} />}
      <Button type="submit" look="primary" busy={enter.isPending} disabled={!name.trim() || !password} className="mt-2">
        {t('signIn')}
      </Button>
    </form>
  );
}

export function SignInPage() {
  const { t } = useTranslation('account');
  const [params] = useSearchParams();
  const status = useQuery(authStatus);
  useTabTitle(t('signIn'));
  if (status.isError) return <Unreachable error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return <FirstPaint />;
  if (status.data.setup_needed) return <Navigate to={paths.setup} replace />;
  if (status.data.signed_in) return <Navigate to={safeNext(params.get('next'))} replace />;
  return (
    <Alone title={t('welcome')} text={t('welcomeText')}>
      <Form />
    </Alone>
  );
}
