/** A page for those who run the server; others are told so. */
import { useQuery } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { me } from '@/api';
import { paths } from '@/lib/paths';

import { ButtonLink } from './Button';
import { Page } from './Page';
import { EmptyState } from './States';

interface Props {
  /** What only they do. */
  text: string;
  children: ReactNode;
}

export function AdminsOnly({ text, children }: Props) {
  const { t } = useTranslation();
  const user = useQuery(me).data;
  if (!user) return <Page narrow>{null}</Page>;
  if (user.is_admin) return children;
  return (
    <Page narrow>
      <EmptyState icon={ShieldAlert} title={t('admins')} text={text} alone>
        <ButtonLink to={paths.home}>{t('toHome')}</ButtonLink>
      </EmptyState>
    </Page>
  );
}
