/** Where filters are chosen: beside the list where there is room, so that it is seen to follow; a sheet on a phone. */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';

import type { MediaQuery } from '@/api';
import { useWide } from '@/lib/useWide';
import { Button, Dialog, IconButton } from '@/ui';

import type { Change } from './address';
import { FilterGroups } from './FilterGroups';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  query: MediaQuery;
  onChange: Change;
  onClear: () => void;
  narrowed: boolean;
  /** How many titles are left, in words. */
  titles: string;
}

export function FilterPanel({ open, onOpenChange, query, onChange, onClear, narrowed, titles }: Props) {
  const { t } = useTranslation('library');
  const { t: common } = useTranslation();
  const wide = useWide();
  const feet = (
    <>
      <Button size="sm" look="ghost" disabled={!narrowed} onClick={onClear}>
        {t('clearFilters')}
      </Button>
      <Button size="sm" look="primary" onClick={() => onOpenChange(false)}>
        {t('show', { titles })}
      </Button>
    </>
  );
  if (!wide) {
    return (
      <Dialog open={open} onOpenChange={onOpenChange} title={t('filters')} footer={feet}>
        <FilterGroups query={query} onChange={onChange} />
      </Dialog>
    );
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          // The list beside it stays in use while filters are chosen.
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed top-(--bar) right-0 bottom-0 z-20 flex w-92 animate-appear flex-col border-l border-line bg-surface outline-none"
        >
          <div className="flex items-center justify-between py-3 pr-3 pl-6">
            <Radix.Title className="text-row font-[650] tracking-[-0.015em]">{t('filters')}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={common('close')} icon={X} size="sm" />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-4">
            <FilterGroups query={query} onChange={onChange} />
          </div>
          <div className="flex justify-between gap-2 border-t border-line px-4 py-3">{feet}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
