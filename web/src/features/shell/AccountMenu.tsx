import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, CircleQuestionMark, ListChecks, LogOut, RotateCcw, Settings, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { me, signOut } from '@/api';
import { useAppearance, type Appearance } from '@/lib/appearance';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine, MenuLink } from '@/ui';
import { useSayFailure } from '@/ui/media';

import { AvatarButton } from './AvatarButton';
import { useDoubtCount } from './useDoubtCount';

/** Leaves by loading the page anew: nothing that was seen or heard stays in memory for the next person. */
function useSignOut() {
  const say = useSayFailure();
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => window.location.assign(paths.signIn),
    onError: say,
  });
}

interface Props {
  onHelp: () => void;
  defaultOpen: boolean;
}

export default function AccountMenu({ onHelp, defaultOpen }: Props) {
  const { t } = useTranslation('shell');
  const locale = useLocale();
  const user = useQuery(me).data;
  const doubts = useDoubtCount();
  const leave = useSignOut();
  const { appearance, choose } = useAppearance();
  const looks: { value: Appearance; label: string }[] = [
    { value: 'dark', label: t('dark') },
    { value: 'light', label: t('light') },
    { value: 'system', label: t('system') },
  ];
  return (
    <Menu defaultOpen={defaultOpen} trigger={<AvatarButton name={user?.name ?? ''} label={t('account')} dot={doubts > 0} />}>
      <MenuLabel>{t('signedInAs', { name: user?.name ?? '' })}</MenuLabel>
      <MenuLink icon={Check} to={paths.myList}>
        {t('myList')}
      </MenuLink>
      <MenuLink icon={RotateCcw} to={paths.history}>
        {t('history')}
      </MenuLink>
      <MenuLine />
      <MenuLink icon={Settings} to={paths.settings}>
        {t('settings')}
      </MenuLink>
      {user?.is_admin && (
        <MenuLink icon={ListChecks} to={paths.doubts}>
          {t('doubts')}
          {doubts > 0 && <span className="ml-auto pl-4 text-caption text-accent-ink tabular">{formatNumber(doubts, locale)}</span>}
        </MenuLink>
      )}
      <MenuLink icon={Trash2} to={paths.trash}>
        {t('trash')}
      </MenuLink>
      <MenuItem icon={CircleQuestionMark} onSelect={onHelp}>
        {t('keys')}
      </MenuItem>
      <MenuLine />
      <MenuChoice label={t('appearance')} value={appearance} options={looks} onChange={choose} />
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={() => leave.mutate()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
