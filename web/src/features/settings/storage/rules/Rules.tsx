/** How long things are kept: the rules there are. */
import { useQuery } from '@tanstack/react-query';
import { Infinity as Forever, Layers, ListVideo, Pencil, Plus, Tv, X, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { retentionRules, type RetentionRule, type RetentionScope } from '@/api';
import { Panel } from '@/features/settings/Panel';
import { formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { platformName } from '@/lib/names';
import { Button, ErrorState, IconButton, Skeleton, toast } from '@/ui';

import { RuleDialog } from './RuleDialog';
import { useRemoveRule, useSaveRule } from './useRules';

const ICONS: Record<RetentionScope, LucideIcon> = { library: Layers, channel: Tv, collection: ListVideo };

interface RowProps {
  rule: RetentionRule;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ rule, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const Icon = ICONS[rule.scope];
  const name = rule.name || t('rules.library');
  const count = rule.number ?? 0;
  const facts = [
    t(`kept.${rule.keep}`, { count, shown: formatNumber(count, locale) }),
    rule.platform && platformName(rule.platform),
    rule.goes > 0 && t('rules.goesNow', { count: rule.goes, shown: formatNumber(rule.goes, locale), size: formatBytes(rule.goes_bytes, locale) }),
  ];
  return (
    <li className="flex items-center gap-4 p-4">
      <Icon size={21} className="shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="truncate text-body font-semibold">{name}</p>
        <p className="mt-0.5 text-small text-pretty text-ink-2 tabular">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <div className="flex shrink-0 items-center">
        <IconButton icon={Pencil} label={t('rules.edit', { name })} onClick={onEdit} />
        <IconButton icon={X} label={t('rules.remove', { name })} onClick={onRemove} />
      </div>
    </li>
  );
}

export function Rules() {
  const { t } = useTranslation('storage');
  const found = useQuery(retentionRules);
  const [writing, setWriting] = useState<RetentionRule | 'new' | null>(null);
  const save = useSaveRule();
  const remove = useRemoveRule();
  const rules = found.data?.items;
  const close = () => setWriting(null);
  const kept = () => {
    toast(t('rules.saved'));
    close();
  };
  return (
    <Panel
      title={t('rules.title')}
      text={t('rules.text')}
      action={
        <Button size="sm" icon={Plus} onClick={() => setWriting('new')}>
          {t('rules.add')}
        </Button>
      }
    >
      {found.isError && !rules && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {found.isPending && <Skeleton className="h-18 rounded-panel" />}
      {rules?.length === 0 && (
        <p className="flex items-center gap-2.5 text-body">
          <Forever size={19} className="text-good" aria-hidden />
          {t('rules.none')}
        </p>
      )}
      {rules && rules.length > 0 && (
        <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
          {rules.map((rule) => (
            <Row key={rule.id} rule={rule} onEdit={() => setWriting(rule)} onRemove={() => remove.mutate(rule)} />
          ))}
        </ul>
      )}
      {writing && (
        <RuleDialog
          rule={writing === 'new' ? null : writing}
          trashDays={found.data?.trash_days ?? 0}
          busy={save.isPending}
          onClose={close}
          onSave={(wish) => save.mutate(wish, { onSuccess: kept })}
        />
      )}
    </Panel>
  );
}
