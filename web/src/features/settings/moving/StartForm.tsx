/** Which program's data to look into: by a path of the server, or a file of this device. Looking changes nothing. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp, ScanSearch } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { keys, lookInto, lookIntoFile, type ForeignProgram } from '@/api';
import { Button, ErrorLine, RadioCards, TextField } from '@/ui';

import { PROGRAMS } from './words';

export function StartForm() {
  const { t } = useTranslation('moving');
  const cache = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [program, setProgram] = useState<ForeignProgram>('jellyfin');
  const [path, setPath] = useState('');
  const look = useMutation({
    mutationFn: (source: string | File) =>
      typeof source === 'string' ? lookInto(program, source) : lookIntoFile(program, source),
    onSuccess: () => setPath(''),
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.imports }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim() && !look.isPending) look.mutate(path.trim());
  };
  const sending = look.isPending && typeof look.variables !== 'string';
  const choose = (next: ForeignProgram) => {
    setProgram(next);
    look.reset();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <RadioCards
        label={t('program')}
        value={program}
        options={PROGRAMS.map((value) => ({ value, label: t(`programs.${value}`) }))}
        onChange={choose}
        hint={t(`brings.${program}`)}
      />
      <div>
        <TextField
          label={t('path')}
          placeholder={t(`places.${program}`)}
          value={path}
          onChange={(event) => setPath(event.target.value)}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          hint={t('pathHint')}
        />
        <div className="mt-3 flex flex-wrap items-center gap-2.5">
          <Button type="submit" look="primary" icon={ScanSearch} busy={look.isPending && !sending} disabled={!path.trim() || sending}>
            {t('look')}
          </Button>
          <Button icon={FileUp} busy={sending} disabled={look.isPending} onClick={() => file.current?.click()}>
            {t(sending ? 'sending' : 'send')}
          </Button>
          <input
            ref={file}
            type="file"
            aria-label={t('send')}
            className="hidden"
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              if (chosen) look.mutate(chosen);
              event.target.value = '';
            }}
          />
        </div>
      </div>
      {look.isError && <ErrorLine error={look.error} />}
    </form>
  );
}
