import { CloudOff, Cookie, RotateCcw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '@/api';
import { paths } from '@/lib/paths';
import { useTold } from '@/lib/told';
import { Button, ButtonLink } from '@/ui';
import { cureOf, siteOf } from './understand';

/** A link that cannot be looked at: what is wrong, what helps, and the button that does it. */
export function Trouble({ error, url, onAgain }: { error: ApiError; url: string; onAgain(): void }) {
  const { t } = useTranslation('add');
  const { t: common } = useTranslation();
  const { detail, fix } = useTold().error(error, 'link');
  const cure = cureOf(error.code);
  const Icon = error.offline ? CloudOff : TriangleAlert;
  const site = siteOf(url);
  return (
    <section role="alert" className="mt-5 flex animate-rise flex-col gap-4 rounded-panel bg-surface p-5 sm:flex-row sm:items-center light:ring-1 light:ring-line">
      <div className="flex min-w-0 flex-1 gap-3.5">
        <Icon aria-hidden size={21} className="mt-0.5 shrink-0 text-danger" />
        <div className="min-w-0">
          <h2 className="text-body font-[650] text-pretty">{error.offline ? common('offlineTitle') : detail}</h2>
          <p className="mt-0.5 text-small text-pretty break-words text-ink-2">{error.offline ? common('offlineText') : fix}</p>
        </div>
      </div>
      <div className="flex shrink-0 flex-wrap gap-2 max-sm:ml-8.5">
        {cure.cookies ? (
          <ButtonLink size="sm" look="primary" icon={Cookie} to={`${paths.settingsPart('cookies')}?${new URLSearchParams({ site })}`}>
            {t('addCookies')}
          </ButtonLink>
        ) : null}
        {cure.again || error.offline ? (
          <Button size="sm" icon={RotateCcw} onClick={onAgain}>
            {common('retry')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
