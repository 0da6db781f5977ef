/** How an import is to be taken over: who is who, whose rating counts, which folders have other names here. */
import { ArrowRight, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ForeignUser, Import, ImportOrder } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, Choice, IconButton, INPUT, cx } from '@/ui';

import { accountOf, NO_ORDER, orderOf, type OrderDraft, type Prefix } from './words';

const FIGURES = ['watched', 'in_progress', 'rated', 'favourites'] as const;

interface UserProps {
  user: ForeignUser;
  accounts: Import['accounts'];
  value: string;
  onChange: (account: string) => void;
}

function Person({ user, accounts, value, onChange }: UserProps) {
  const { t } = useTranslation('moving');
  const locale = useLocale();
  const figures = FIGURES.filter((name) => user[name] > 0).map((name) => t(`figures.${name}`, { count: user[name], shown: formatNumber(user[name], locale) }));
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-48">
        <p className="text-small font-semibold wrap-anywhere">{user.name}</p>
        <p className="text-caption text-ink-3">{figures.join(' · ') || t('figures.nothing')}</p>
      </div>
      <ArrowRight size={16} className="shrink-0 text-ink-3 max-sm:hidden" aria-hidden />
      <select
        aria-label={t('isHere', { name: user.name })}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={cx(INPUT, 'h-9.5 bg-surface text-small sm:w-56!')}
      >
        <option value="">{t('nobody')}</option>
        {accounts.map((account) => (
          <option key={account.id} value={account.id}>
            {account.name}
          </option>
        ))}
      </select>
    </li>
  );
}

function Prefixes({ list, onChange }: { list: readonly Prefix[]; onChange: (list: readonly Prefix[]) => void }) {
  const { t } = useTranslation('moving');
  const set = (at: number, part: Partial<Prefix>) => onChange(list.map((one, n) => (n === at ? { ...one, ...part } : one)));
  return (
    <div>
      <p className="text-small font-medium">{t('prefixes')}</p>
      <p className="text-caption text-pretty text-ink-3">{t('prefixesText')}</p>
      <ul className="mt-2 flex flex-col gap-2">
        {list.map((pair, at) => (
          <li key={at} className="flex items-center gap-2 max-sm:flex-wrap">
            {(['theirs', 'ours'] as const).map((side) => (
              <input
                key={side}
                aria-label={t(side)}
                placeholder={t(side === 'theirs' ? 'theirsHint' : 'oursHint')}
                value={pair[side]}
                onChange={(event) => set(at, { [side]: event.target.value })}
                spellCheck={false}
                autoCapitalize="none"
                className={cx(INPUT, 'h-9.5 min-w-0 flex-1 text-small max-sm:basis-4/5')}
              />
            ))}
            <IconButton size="sm" icon={X} label={t('dropPrefix')} onClick={() => onChange(list.filter((_, n) => n !== at))} />
          </li>
        ))}
      </ul>
      <Button size="sm" look="ghost" icon={Plus} className="mt-1.5 -ml-2.5" onClick={() => onChange([...list, { theirs: '', ours: '' }])}>
        {t('addPrefix')}
      </Button>
    </div>
  );
}

interface Props {
  one: Import;
  busy: boolean;
  onTake: (order: ImportOrder) => void;
}

export function TakeOver({ one, busy, onTake }: Props) {
  const { t } = useTranslation('moving');
  const [draft, setDraft] = useState<OrderDraft>(NO_ORDER);
  const keep = (part: Partial<OrderDraft>) => setDraft((old) => ({ ...old, ...part }));
  const nobody = one.users.length > 0 && one.users.every((user) => accountOf(user, draft) === '');
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-4">
      {one.users.length > 0 && (
        <div>
          <p className="text-small font-medium">{t('who')}</p>
          <ul className="divide-y divide-line">
            {one.users.map((user) => (
              <Person
                key={user.id}
                user={user}
                accounts={one.accounts}
                value={accountOf(user, draft)}
                onChange={(account) => keep({ users: { ...draft.users, [user.id]: account } })}
              />
            ))}
          </ul>
        </div>
      )}
      <Prefixes list={draft.prefixes} onChange={(prefixes) => keep({ prefixes })} />
      <Choice
        label={<span className="text-small">{t('replace')}</span>}
        hint={t('replaceText')}
        checked={draft.replaceRatings}
        onChange={(event) => keep({ replaceRatings: event.target.checked })}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button look="primary" busy={busy} onClick={() => onTake(orderOf(one.users, draft))}>
          {t(one.state === 'applied' ? 'takeAgain' : 'take')}
        </Button>
        <p className="min-w-0 flex-1 basis-60 text-caption text-pretty text-ink-3">{t(nobody ? 'takeNobody' : 'takeText')}</p>
      </div>
    </div>
  );
}
