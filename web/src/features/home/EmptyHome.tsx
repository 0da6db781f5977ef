/** The first evening: nothing here yet, and three ways to change that. */
import { useMutation } from '@tanstack/react-query';
import { FolderOpen, Link2, Sparkles, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { addSampleLibrary } from '@/api';
import { paths } from '@/lib/paths';
import { Page, Spinner, toast, useTabTitle } from '@/ui';
import { useSayFailure } from '@/ui/media';

interface WayProps {
  icon: LucideIcon;
  title: string;
  text: string;
}

const TILE =
  'group flex h-full w-full flex-col items-start rounded-panel border border-line bg-surface p-6 text-left transition-[border-color,transform,background-color] duration-200 ease-out hover:-translate-y-0.5 hover:border-line-strong hover:bg-raised';

function Face({ icon: Icon, title, text, busy }: WayProps & { busy?: boolean }) {
  return (
    <>
      <span className="mb-5 inline-flex size-11 items-center justify-center rounded-control bg-fill text-accent-ink">
        {busy ? <Spinner size={20} /> : <Icon size={21} aria-hidden />}
      </span>
      <span className="text-lead font-semibold">{title}</span>
      <span className="mt-1 text-small text-pretty text-ink-2">{text}</span>
    </>
  );
}

/** A screen in the dark: light falls from it onto empty rows. */
function Stage({ children }: { children: ReactNode }) {
  return (
    <div className="relative isolate flex flex-col items-center pt-6 text-center md:pt-[7vh]">
      <div
        aria-hidden
        className="absolute inset-x-[calc(var(--margin)*-1)] -top-40 -z-10 h-130 glow"
      />
      {children}
    </div>
  );
}

/** Where the films will be. */
function GhostRow() {
  return (
    <div aria-hidden className="-mx-(--margin) mt-14 overflow-hidden margins [mask-image:linear-gradient(180deg,#000,transparent_92%)] max-md:hidden">
      <div className="flex gap-3">
        {Array.from({ length: 9 }, (_, at) => (
          <span key={at} className="aspect-video w-62 shrink-0 rounded-card border border-dashed border-line-strong" />
        ))}
      </div>
    </div>
  );
}

export function EmptyHome({ mayManage, notices }: { mayManage: boolean; notices: ReactNode }) {
  const { t } = useTranslation('home');
  const say = useSayFailure();
  const go = useNavigate();
  useTabTitle(undefined);
  const sample = useMutation({
    mutationFn: addSampleLibrary,
    onSuccess: () => toast(t('empty.sampleStarted'), { action: { label: t('empty.watchIt'), run: () => void go(paths.activity) } }),
    onError: say,
  });
  return (
    <Page>
      {notices}
      <Stage>
        <h1 className="max-w-[14em] text-hero font-[750] tracking-[-0.035em] text-balance">
          <span className="block">{t('empty.title')}</span>
          <span className="block text-ink-3">{t('empty.title2')}</span>
        </h1>
        <p className="mt-4 max-w-[34em] text-lead text-pretty text-ink-2">{t('empty.text')}</p>
        <ul className="mt-10 grid w-full max-w-250 gap-3 md:grid-cols-3 md:gap-4">
          <li>
            <Link to={paths.add} className={TILE}>
              <Face icon={Link2} title={t('empty.link')} text={t('empty.linkText')} />
            </Link>
          </li>
          {mayManage && (
            <li>
              <Link to={paths.settingsPart('folders')} className={TILE}>
                <Face icon={FolderOpen} title={t('empty.folder')} text={t('empty.folderText')} />
              </Link>
            </li>
          )}
          {mayManage && (
            <li>
              <button
                type="button"
                className={TILE}
                disabled={sample.isPending || sample.isSuccess}
                onClick={() => sample.mutate()}
              >
                <Face
                  icon={Sparkles}
                  title={t('empty.sample')}
                  text={t(sample.isSuccess ? 'empty.sampleComing' : 'empty.sampleText')}
                  busy={sample.isPending || sample.isSuccess}
                />
              </button>
            </li>
          )}
        </ul>
      </Stage>
      <GhostRow />
    </Page>
  );
}
