import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { keys, setUp, type AuthStatus } from '@/api';
import { Button, ErrorLine, PasswordField, TextField } from '@/ui';

const LEAST = 8;

export function AccountStep({ token: given, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation('setup');
  const cache = useQueryClient();
  const [token, setToken] = useState(given);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const short = password.length < LEAST;

  const make = useMutation({
    mutationFn: () => setUp({ setup_token: token.trim(), username: name.trim(), password }),
    onSuccess: ({ user }) => {
      onDone();
      cache.setQueryData(keys.me, user);
      cache.setQueryData<AuthStatus>(keys.auth, (old) => (old ? { ...old, signed_in: true, setup_needed: false } : old));
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    if (token.trim() && name.trim() && !short) make.mutate();
  }

  const needed = (text: string) => (asked && !text.trim() ? t('account.needed') : null);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('account.name')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={needed(name)}
      />
      <PasswordField
        label={t('account.password')}
        autoComplete="new-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        hint={t('account.passwordHint', { count: LEAST })}
        error={asked && short ? t('account.passwordShort', { count: LEAST }) : null}
      />
      <TextField
        label={t('account.token')}
        autoComplete="off"
        spellCheck={false}
        required
        value={token}
        onChange={(event) => setToken(event.target.value)}
        hint={given ? t('account.tokenGiven') : t('account.tokenHint')}
        error={needed(token)}
      />
      {make.isError && <ErrorLine error={make.error} />}
      <Button type="submit" look="primary" busy={make.isPending} className="mt-2">
        {t('account.go')}
      </Button>
    </form>
  );
}
