/** A filter is kept: under a name of its own, or as the filter of a collection that has one already. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { editCollection, keys, makeCollection, ruleOf, smartCollections, type CollectionRule, type MediaQuery } from '@/api';
import { paths } from '@/lib/paths';
import { Button, Dialog, ErrorLine, SelectField, TextField, toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

const LONGEST = 200;
const NEW = 'new';

interface Props {
  query: MediaQuery;
  /** What a new one is called if nobody says otherwise. */
  usual: string;
  /** The collection whose filter this was at first. */
  from?: string;
  onClose: () => void;
}

/** Gives a collection another filter, with the way back to the one it had. */
function useReplace(onDone: () => void) {
  const { t } = useTranslation('library');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();
  const refresh = () => cache.invalidateQueries({ queryKey: keys.collections });
  const back = useMutation({
    mutationFn: ({ id, rule }: { id: string; rule: CollectionRule }) => editCollection(id, { rule }),
    onSuccess: () => toast(t('keep.back')),
    onError: say,
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: ({ id, rule }: { id: string; name: string; rule: CollectionRule; before: CollectionRule }) => editCollection(id, { rule }),
    onSuccess: (_, { id, name, before }) => {
      toast(t('keep.replaced', { name }), { action: { label: common('undo'), run: () => back.mutate({ id, rule: before }) } });
      onDone();
    },
    onSettled: refresh,
  });
}

function useMake(onDone: () => void) {
  const { t } = useTranslation('library');
  const go = useNavigate();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: makeCollection,
    onSuccess: ({ id, name }) => {
      void cache.invalidateQueries({ queryKey: keys.collections });
      toast(t('keep.done', { name }), { action: { label: t('keep.open'), run: () => void go(paths.collection(id)) } });
      onDone();
    },
  });
}

export function KeepDialog({ query, usual, from, onClose }: Props) {
  const { t } = useTranslation('library');
  const { t: common } = useTranslation();
  const [name, setName] = useState(usual.slice(0, LONGEST));
  const [wanted, setWanted] = useState(from ?? NEW);
  const smart = useQuery(smartCollections).data ?? [];
  const into = smart.find(({ id }) => id === wanted);
  const make = useMake(onClose);
  const replace = useReplace(onClose);
  const { isPending, error } = into ? replace : make;
  const ready = into !== undefined || name.trim() !== '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || isPending) return;
    if (into?.rule) replace.mutate({ id: into.id, name: into.name, rule: ruleOf(query), before: into.rule });
    else make.mutate({ name: name.trim(), rule: ruleOf(query) });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('keep.title')}
      description={t('keep.text')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button look="primary" type="submit" form="keep-filter" busy={isPending} disabled={!ready}>
            {t(into ? 'keep.replace' : 'keep.save')}
          </Button>
        </>
      }
    >
      <form id="keep-filter" onSubmit={send} className="flex flex-col gap-4">
        {smart.length > 0 && (
          <SelectField
            label={t('keep.into')}
            value={into?.id ?? NEW}
            options={[{ value: NEW, label: t('keep.new') }, ...smart.map((one) => ({ value: one.id, label: one.name }))]}
            onChange={(event) => setWanted(event.target.value)}
          />
        )}
        {!into && (
          <TextField
            label={t('keep.name')}
            value={name}
            maxLength={LONGEST}
            data-first
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
        )}
        {into && <p className="text-small text-pretty text-ink-2">{t('keep.replaceText', { name: into.name })}</p>}
        {error && <ErrorLine error={error} />}
      </form>
    </Dialog>
  );
}
