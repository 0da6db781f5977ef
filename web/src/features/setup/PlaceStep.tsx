import { useMutation } from '@tanstack/react-query';
import { FolderPlus, Link2, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { addSampleLibrary } from '@/api';
import { paths } from '@/lib/paths';
import { Button, ErrorLine, Spinner } from '@/ui';
import { FolderPicker, KindChoice, useAddFolder, useKind } from '@/ui/folders';

const WAY =
  'flex w-full items-center gap-4 rounded-panel border border-line bg-surface p-4 text-left transition-colors duration-150 hover:border-line-strong hover:bg-raised';

function WayFace({ icon: Icon, title, text, busy }: { icon: typeof Link2; title: string; text: string; busy?: boolean }) {
  return (
    <>
      <span className="inline-flex size-10.5 shrink-0 items-center justify-center rounded-control bg-fill text-accent-ink">
        {busy ? <Spinner size={19} /> : <Icon size={20} aria-hidden />}
      </span>
      <span className="min-w-0">
        <span className="block text-body font-semibold">{title}</span>
        <span className="block text-small text-pretty text-ink-2">{text}</span>
      </span>
    </>
  );
}

export function PlaceStep({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('setup');
  const [path, setPath] = useState('');
  const { kind, chosen, choose } = useKind(path);
  const add = useAddFolder();
  const sample = useMutation({ mutationFn: addSampleLibrary, onSuccess: onDone });
  return (
    <div className="flex flex-col gap-4">
      <FolderPicker onOpen={setPath} />
      <KindChoice value={kind} onChange={choose} />
      {add.isError && <ErrorLine error={add.error} />}
      <Button
        look="primary"
        icon={FolderPlus}
        disabled={!path}
        busy={add.isPending}
        onClick={() => add.mutate({ path, kind: chosen }, { onSuccess: onDone })}
        className="max-w-full self-center [&>svg]:shrink-0"
      >
        <span className="truncate">{path ? t('place.use', { path }) : t('place.choose')}</span>
      </Button>
      <div role="separator" className="my-2 flex items-center gap-4 text-caption text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('place.or')}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Link to={paths.add} className={WAY}>
          <WayFace icon={Link2} title={t('place.link')} text={t('place.linkText')} />
        </Link>
        <button type="button" className={WAY} disabled={sample.isPending} onClick={() => sample.mutate()}>
          <WayFace icon={Sparkles} title={t('place.sample')} text={t('place.sampleText')} busy={sample.isPending} />
        </button>
      </div>
      {sample.isError && <ErrorLine error={sample.error} />}
      <Link to={paths.home} className="self-center rounded-[4px] text-small text-ink-3 hover:text-ink hover:underline">
        {t('place.later')}
      </Link>
    </div>
  );
}
