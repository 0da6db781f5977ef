/** One import: what it is of, what was found, and what is or was done about it. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isFinished, jobItem, type Import } from '@/api';
import { formatAgo, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useTold } from '@/lib/told';
import { Badge, Button, IconButton, ProgressBar } from '@/ui';

import { Reasons } from './Reasons';
import { TakeOver } from './TakeOver';
import { useImport } from './useImport';
import { canBeGivenBack, canBeTaken, changes, isBusy, isProgram, wasRead } from './words';

function useName(one: Import): string {
  const { t } = useTranslation('moving');
  return isProgram(one.program) ? t(`programs.${one.program}`) : one.program;
}

function Progress({ one, onCancel }: { one: Import; onCancel: () => void }) {
  const { t } = useTranslation('moving');
  const { t: common } = useTranslation();
  const name = useName(one);
  const job = useQuery({ ...jobItem(one.job_id ?? ''), enabled: one.job_id !== null }).data;
  const percent = job && job.progress > 0 && !isFinished(job) ? job.progress : null;
  return (
    <div className="flex items-center gap-4">
      <ProgressBar className="flex-1" percent={percent} label={t('progressOf', { name })} />
      <Button size="sm" onClick={onCancel}>
        {common('cancel')}
      </Button>
    </div>
  );
}

function Counts({ one }: { one: Import }) {
  const { t } = useTranslation('moving');
  const locale = useLocale();
  const { titles, matched, lists } = one.counts;
  const share = titles > 0 ? (100 * matched) / titles : 0;
  return (
    <div>
      <p className="text-body font-semibold">
        {t('here', { count: titles, matched: formatNumber(matched, locale), shown: formatNumber(titles, locale) })}
        {lists > 0 && <span className="font-normal text-ink-2"> · {t('lists', { count: lists, shown: formatNumber(lists, locale) })}</span>}
      </p>
      <div aria-hidden className="mt-2 mb-1.5 h-1.5 overflow-hidden rounded-full bg-fill-strong">
        <div className="h-full rounded-full bg-good" style={{ width: `${share}%` }} />
      </div>
      <Reasons one={one} />
    </div>
  );
}

function Result({ one, busy, onBack }: { one: Import; busy: boolean; onBack: () => void }) {
  const { t } = useTranslation('moving');
  const locale = useLocale();
  const made = changes(one);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-control bg-fill px-3.5 py-3">
      <p role="status" className="flex min-w-0 flex-1 basis-60 gap-2.5 text-small text-pretty">
        <CircleCheck size={17} className="mt-0.5 shrink-0 text-good" aria-hidden />
        <span>
          {made.length === 0 && t(one.state === 'undone' ? 'nothingBack' : 'nothingNew')}
          {made.map(({ kind, count }) => t(`changed.${kind}`, { count, shown: formatNumber(count, locale) })).join(' · ')}
        </span>
      </p>
      {canBeGivenBack(one) && (
        <Button size="sm" icon={Undo2} busy={busy} onClick={onBack}>
          {t('giveBack')}
        </Button>
      )}
    </div>
  );
}

function Failure({ one }: { one: Import }) {
  const { t } = useTranslation('moving');
  const told = useTold();
  const { error: code = '', detail = '', fix = '' } = one.error ?? {};
  const said = code ? told.error({ code, detail, fix }) : { detail: t('cutOff'), fix: t('cutOffFix') };
  return (
    <p role="alert" className="rounded-control bg-fill px-3.5 py-3 text-small text-pretty text-ink-2">
      <strong className="font-semibold text-ink">{said.detail}</strong> {said.fix}
    </p>
  );
}

export function ImportCard({ one }: { one: Import }) {
  const { t } = useTranslation('moving');
  const locale = useLocale();
  const does = useImport(one);
  const name = useName(one);
  const [again, setAgain] = useState(false);
  const busy = isBusy(one);
  const facts = [one.version, formatAgo(one.created_at, locale)].filter(Boolean).join(' · ');
  return (
    <li aria-label={name} className="flex flex-col gap-4 rounded-panel border border-line bg-surface p-4">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-body font-semibold">
            {name}
            <Badge look={one.state === 'failed' ? 'danger' : 'fill'}>{t(`states.${one.state}`)}</Badge>
          </h3>
          <p className="text-small wrap-anywhere text-ink-2">{one.path}</p>
          <p className="text-caption text-ink-3">{facts}</p>
        </div>
        {!busy && <IconButton label={t('forget', { name })} icon={Trash2} disabled={does.forget.isPending} onClick={() => does.forget.mutate()} />}
      </div>
      {busy && <Progress one={one} onCancel={() => does.cancel.mutate()} />}
      {one.state === 'failed' && <Failure one={one} />}
      {(one.state === 'applied' || one.state === 'undone') && <Result one={one} busy={does.back.isPending} onBack={() => does.back.mutate()} />}
      {wasRead(one) && <Counts one={one} />}
      {one.notes.length > 0 && (
        <ul className="list-disc pl-5 text-caption text-pretty text-ink-3">
          {one.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {!busy && canBeTaken(one) && (one.state !== 'applied' || again) && <TakeOver one={one} busy={does.take.isPending} onTake={does.take.mutate} />}
      {one.state === 'applied' && canBeTaken(one) && !again && (
        <Button size="sm" className="self-start" onClick={() => setAgain(true)}>
          {t('takeAgain')}
        </Button>
      )}
      {!busy && wasRead(one) && one.program === 'ytdlp' && <p className="text-caption text-pretty text-ink-3">{t('onlyLinks')}</p>}
    </li>
  );
}
