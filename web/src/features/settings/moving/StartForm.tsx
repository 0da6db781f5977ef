/** Which program's data to look into: by a path of the server, or a file of this device. Looking changes nothing. */
import { ScanSearch } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { ForeignProgram } from '@/api';
import { Button, ErrorLine, RadioCards, TextField } from '@/ui';
import { FileButton, SendingCard } from '@/ui/sending';

import { useLook } from './useLook';
import { PROGRAMS } from './words';

export function StartForm() {
  const { t } = useTranslation('moving');
  const [program, setProgram] = useState<ForeignProgram>('jellyfin');
  const [path, setPath] = useState('');
  const look = useLook(program, () => setPath(''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim() && !look.busy) look.run(path.trim());
  };
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
          <Button type="submit" look="primary" icon={ScanSearch} busy={look.busy && !look.sending} disabled={!path.trim() || look.sending !== null}>
            {t('look')}
          </Button>
          <FileButton label={t('send')} disabled={look.busy} onFile={look.run} />
        </div>
      </div>
      {look.sending && <SendingCard sent={look.sending} onStop={look.stop} />}
      {look.error && <ErrorLine error={look.error} />}
    </form>
  );
}
