/** Cookies of sites that want a sign-in. They stay on the server and are sent to that site alone. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Cookie, FileUp, Plus, Trash2 } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { cookieList, keys, removeCookies, saveCookies, type SiteCookies } from '@/api';
import { formatDate } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, Dialog, EmptyState, ErrorLine, ErrorState, IconButton, Skeleton, TextArea, TextField, toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

import { looksLikeCookies, siteOf } from './cookieText';
import { Panel } from './Panel';

function AddDialog({ site: given, onClose }: { site: string; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [site, setSite] = useState(given);
  const [text, setText] = useState('');
  const odd = text.trim() !== '' && !looksLikeCookies(text);
  const save = useMutation({
    mutationFn: () => saveCookies(siteOf(site), text),
    onSuccess: () => {
      toast(t('cookies.saved', { site: siteOf(site) }));
      onClose();
    },
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.cookies }),
  });

  async function read(chosen: File | undefined) {
    if (chosen) setText(await chosen.text());
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (siteOf(site) && text.trim()) save.mutate();
  }

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('cookies.add')}
      description={t('cookies.addText')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="cookies" look="primary" busy={save.isPending} disabled={!siteOf(site) || !text.trim()}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id="cookies" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('cookies.site')}
          placeholder="video.example"
          spellCheck={false}
          autoCapitalize="none"
          value={site}
          onChange={(event) => setSite(event.target.value)}
          hint={t('cookies.siteHint')}
        />
        <TextArea
          label={t('cookies.file')}
          spellCheck={false}
          rows={6}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="# Netscape HTTP Cookie File"
          hint={t('cookies.fileHint')}
          error={odd ? t('cookies.odd') : null}
        />
        <input
          ref={file}
          type="file"
          accept=".txt,text/plain"
          className="hidden"
          aria-hidden
          tabIndex={-1}
          onChange={(event) => void read(event.target.files?.[0])}
        />
        <Button size="sm" icon={FileUp} className="self-start" onClick={() => file.current?.click()}>
          {t('cookies.choose')}
        </Button>
        {save.isError && <ErrorLine error={save.error} />}
      </form>
    </Dialog>
  );
}

function Site({ cookies }: { cookies: SiteCookies }) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const cache = useQueryClient();
  const say = useSayFailure();
  const remove = useMutation({
    mutationFn: () => removeCookies(cookies.site),
    onSuccess: () => toast(t('cookies.removed', { site: cookies.site })),
    onError: say,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.cookies }),
  });
  return (
    <li className="flex items-center gap-4 px-4 py-3">
      <Cookie size={19} className="shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="truncate text-body font-semibold">{cookies.site}</p>
        <p className="text-caption text-ink-3">{t('cookies.since', { when: formatDate(cookies.updated_at, locale) })}</p>
      </div>
      <IconButton
        label={t('cookies.removeOne', { site: cookies.site })}
        icon={Trash2}
        disabled={remove.isPending}
        onClick={() => remove.mutate()}
      />
    </li>
  );
}

export function Cookies() {
  const { t } = useTranslation('settings');
  const [params, setParams] = useSearchParams();
  // A failed job leads here with the site it needs: /settings/cookies?site=video.example
  const asked = params.get('site');
  const [adding, setAdding] = useState(asked !== null);
  const list = useQuery(cookieList);
  const items = list.data?.items;
  const close = () => {
    setAdding(false);
    if (asked !== null) setParams({}, { replace: true });
  };
  return (
    <Panel
      title={t('parts.cookies')}
      text={t('cookies.text')}
      action={
        <Button size="sm" icon={Plus} onClick={() => setAdding(true)}>
          {t('cookies.add')}
        </Button>
      }
    >
      {list.isError && !items && <ErrorState error={list.error} onRetry={() => void list.refetch()} busy={list.isFetching} />}
      {list.isPending && <Skeleton className="h-17 rounded-panel" />}
      {items?.length === 0 && (
        <EmptyState icon={Cookie} title={t('cookies.empty')} text={t('cookies.emptyText')} className="py-10!" />
      )}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
          {items.map((cookies) => (
            <Site key={cookies.site} cookies={cookies} />
          ))}
        </ul>
      )}
      {adding && <AddDialog site={asked ?? ''} onClose={close} />}
    </Panel>
  );
}
