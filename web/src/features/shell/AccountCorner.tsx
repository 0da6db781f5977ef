/** The avatar of the bar. Its menu is fetched when somebody reaches for it, so that the first page need not wait for it. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { me, patiently } from '@/api';

import { AvatarButton } from './AvatarButton';
import { useDoubtCount } from './useDoubtCount';

const AccountMenu = lazy(() => patiently(() => import('./AccountMenu')));

export function AccountCorner({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation('shell');
  const name = useQuery(me).data?.name ?? '';
  const doubts = useDoubtCount();
  const [wanted, setWanted] = useState(false);
  const [pressed, setPressed] = useState(false);
  const press = () => {
    setPressed(true);
    setWanted(true);
  };
  const button = (
    <AvatarButton
      name={name}
      label={t('account')}
      dot={doubts > 0}
      onPointerEnter={() => setWanted(true)}
      onPointerDown={press}
      onClick={press}
    />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu onHelp={onHelp} defaultOpen={pressed} />
    </Suspense>
  );
}
