import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Laptop, Smartphone, SquareTerminal, Tv } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { keys, revokeSession, sessionList, type Session } from '@/api';
import { formatAgo } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Badge, Button, ErrorLine, Skeleton } from '@/ui';
import { useSayFailure } from '@/ui/media';

import { deviceOf, type DeviceShape } from './device';

const ICONS: Record<DeviceShape, typeof Laptop> = { computer: Laptop, phone: Smartphone, tv: Tv, program: SquareTerminal };

function One({ session }: { session: Session }) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const cache = useQueryClient();
  const say = useSayFailure();
  const { shape, name } = deviceOf(session.user_agent);
  const Icon = ICONS[shape];
  const end = useMutation({
    mutationFn: () => revokeSession(session.id),
    onError: say,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.sessions }),
  });
  const facts = [t('sessions.seen', { when: formatAgo(session.seen_at, locale) }), session.address];
  return (
    <li className="flex items-center gap-4 px-4 py-3">
      <Icon size={20} className="shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2.5 text-body font-semibold">
          {name || t('sessions.unknown')}
          {session.current && <Badge>{t('sessions.this')}</Badge>}
        </p>
        <p className="truncate text-caption text-ink-3">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      {!session.current && (
        <Button size="sm" busy={end.isPending} onClick={() => end.mutate()}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}

export function Sessions() {
  const list = useQuery(sessionList);
  if (list.isError && !list.data) return <ErrorLine error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton className="h-34 rounded-panel" />;
  return (
    <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
      {list.data.items.map((session) => (
        <One key={session.id} session={session} />
      ))}
    </ul>
  );
}
