import { Check, CircleCheck, Play, Radio } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LinkInfo } from '@/api';
import { formatClock, formatDate, formatLanguage } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { platformName } from '@/lib/names';
import { paths } from '@/lib/paths';
import { ButtonLink, cx, Picture } from '@/ui';
import { Formats } from './Formats';
import { Qualities } from './Qualities';
import { siteOf } from './understand';

export interface Choice {
  /** "best", a height, "audio", or a listed format. */
  readonly format: string;
  readonly subtitles: boolean;
}

interface Props {
  readonly info: LinkInfo;
  readonly choice: Choice;
  onChoice(choice: Choice): void;
}

/** A tick drawn our way over a real checkbox. */
function Tick({ checked, children, onChange }: { checked: boolean; children: string; onChange(checked: boolean): void }) {
  return (
    <label className="inline-flex cursor-pointer items-center gap-2.5 rounded-[6px] text-small text-ink-2 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <input type="checkbox" className="sr-only" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span className={cx('grid size-4.5 place-items-center rounded-[5px] border', checked ? 'border-transparent text-accent' : 'border-line-strong text-transparent')}>
        <Check aria-hidden size={17} strokeWidth={2.4} />
      </span>
      {children}
    </label>
  );
}

function Facts({ info }: { info: LinkInfo }) {
  const { t } = useTranslation('add');
  const locale = useLocale();
  const facts = [
    info.uploader,
    info.upload_date ? formatDate(info.upload_date, locale) : null,
    info.kind === 'playlist' && info.entries ? t('videos', { count: info.entries.length }) : null,
    // A plain file on a plain site: the site says more than that.
    info.platform === 'generic' ? siteOf(info.url) : platformName(info.platform),
  ];
  return <p className="mt-1 text-small text-ink-3">{facts.filter(Boolean).join(' · ')}</p>;
}

function Still({ info }: { info: LinkInfo }) {
  const { t } = useTranslation('add');
  return (
    <div className="relative w-full shrink-0 self-start sm:w-67.5">
      <Picture src={info.thumbnail_url} eager sizes="270px" className="aspect-video w-full rounded-card" />
      {info.is_live ? (
        <span className="absolute right-2 bottom-2 flex items-center gap-1.5 rounded-[7px] bg-[#dc2626] px-2 py-0.5 text-small font-semibold text-white">
          <Radio aria-hidden size={14} />
          {t('live')}
        </span>
      ) : info.duration_s ? (
        <span className="absolute right-2 bottom-2 rounded-[7px] bg-black/75 px-2 py-0.5 text-small font-semibold text-white tabular">
          {formatClock(info.duration_s)}
        </span>
      ) : null}
    </div>
  );
}

/** What is behind the link, and how it is wanted. */
export function LinkCard({ info, choice, onChoice }: Props) {
  const { t } = useTranslation('add');
  const locale = useLocale();
  const languages = info.subtitles.map((s) => s.name ?? formatLanguage(s.language, locale));
  const shown = languages.slice(0, 4).join(', ');
  const words = languages.length > 4 ? t('subtitlesMore', { languages: shown, count: languages.length - 4 }) : t('subtitles', { languages: shown });
  return (
    <section aria-label={info.title} className="mt-5 animate-rise rounded-panel bg-surface p-4 light:ring-1 light:ring-line">
      <div className="flex flex-col gap-4 sm:flex-row sm:gap-5">
        <Still info={info} />
        <div className="min-w-0 flex-1">
          <h2 className="line-clamp-2 text-body font-[650]">{info.title}</h2>
          <Facts info={info} />
          {info.existing_media_id ? (
            <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-3">
              <p className="flex items-center gap-2 text-body text-good">
                <CircleCheck aria-hidden size={19} />
                {t('exists')}
              </p>
              <ButtonLink size="sm" look="primary" icon={Play} solid to={paths.watch(info.existing_media_id)}>
                {t('watch')}
              </ButtonLink>
            </div>
          ) : (
            <>
              <Qualities info={info} chosen={choice.format} onChoose={(format) => onChoice({ ...choice, format })} />
              <Formats formats={info.formats} chosen={choice.format} onChoose={(format) => onChoice({ ...choice, format })}>
                {languages.length > 0 ? (
                  <Tick checked={choice.subtitles} onChange={(subtitles) => onChoice({ ...choice, subtitles })}>
                    {words}
                  </Tick>
                ) : null}
              </Formats>
            </>
          )}
        </div>
      </div>
    </section>
  );
}
