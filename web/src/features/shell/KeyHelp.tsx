import { useTranslation } from 'react-i18next';

import { Dialog, KeyList } from '@/ui';

export default function KeyHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('shell');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('keys')} wide>
      <KeyList />
    </Dialog>
  );
}
