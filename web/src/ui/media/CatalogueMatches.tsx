/** Films or series that a catalogue on the net has under a title; choosing one takes its words over. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { chooseMatch, matchesFor, serverSettings, type Match, type Work } from '@/api';
import { useDebounced } from '@/lib/useDebounced';

import { cx } from '../cx';
import { Skeleton } from '../Skeleton';
import { toast } from '../toast';
import { useRefreshMedia, useSayFailure } from './actions';

const SETTLED_MS = 500;

interface Props {
  work: Work;
  title: string;
  year: string;
  onChosen: () => void;
  className?: string;
}

function Row({ match, busy, disabled, onChoose }: { match: Match; busy: boolean; disabled: boolean; onChoose: () => void }) {
  return (
    <li>
      <button
        type="button"
        disabled={disabled}
        aria-busy={busy || undefined}
        onClick={onChoose}
        className={cx('group flex w-full items-start gap-3 px-4 py-2.5 text-left transition-colors hover:bg-fill', busy && 'animate-pulse')}
      >
        <span className="min-w-0 grow">
          <span className="block text-small font-semibold">
            {match.title} {match.year && <span className="font-normal text-ink-3">({match.year})</span>}
          </span>
          {match.original_title && match.original_title !== match.title && (
            <span className="block truncate text-caption text-ink-3">{match.original_title}</span>
          )}
          {match.description && <span className="line-clamp-2 text-caption text-ink-2">{match.description}</span>}
        </span>
        <Check size={17} aria-hidden className="mt-0.5 shrink-0 text-ink-3 opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100" />
      </button>
    </li>
  );
}

export function CatalogueMatches({ work, title, year, onChosen, className }: Props) {
  const { t } = useTranslation('media');
  const { data: settings } = useQuery(serverSettings);
  const asked = useDebounced(title.trim(), SETTLED_MS);
  const when = useDebounced(/^\d{4}$/.test(year) ? Number(year) : null, SETTLED_MS);
  const found = useQuery({ ...matchesFor(work, asked, when), enabled: Boolean(settings?.catalogue) && asked !== '' });
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const choose = useMutation({
    mutationFn: (match: Match) => chooseMatch(work, match.value),
    onSuccess: (made) => {
      toast(t('matches.taken', { title: made.title }));
      onChosen();
    },
    onError: say,
    onSettled: refresh,
  });
  if (!settings?.catalogue || asked === '') return null;
  const items = found.data?.items;
  return (
    <section className={className} aria-label={t('matches.title')}>
      <h3 className="mb-2 text-small font-medium text-ink-2">{t('matches.title')}</h3>
      {found.isError && <p className="text-small text-ink-3">{t('matches.failed')}</p>}
      {found.isPending && <Skeleton className="h-24" />}
      {items?.length === 0 && <p className="text-small text-ink-3">{t('matches.none')}</p>}
      {items && items.length > 0 && (
        <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-panel border border-line">
          {items.map((match) => (
            <Row
              key={match.value}
              match={match}
              busy={choose.isPending && choose.variables.value === match.value}
              disabled={choose.isPending}
              onChoose={() => choose.mutate(match)}
            />
          ))}
        </ul>
      )}
      <p className="mt-2 text-caption text-ink-3">{t('matches.credit')}</p>
    </section>
  );
}
