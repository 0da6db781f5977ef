import { ChartNoAxesColumn, CircleQuestionMark, Download, Ellipsis, Keyboard, ListVideo, PictureInPicture2, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFact, useRequest } from '../context';
import { PlayerMenu, PlayerMenuItem, PlayerMenuLine } from './PlayerMenu';

interface Props {
  readonly downloadUrl: string | null;
  onStats(): void;
  onHelp(): void;
  onWhy(): void;
  readonly onEpisodes: (() => void) | null;
}

/** What is wanted now and then. */
export function MoreMenu({ downloadUrl, onStats, onHelp, onWhy, onEpisodes }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const canPip = useFact((s) => s.can_pip && s.video_width > 0);
  const icon = { 'aria-hidden': true, size: 17 } as const;
  return (
    <PlayerMenu
      name="more"
      side="bottom"
      trigger={
        <button
          type="button"
          aria-label={t('more')}
          className="grid size-11 shrink-0 place-items-center rounded-control text-white/95 transition-colors duration-150 hover:bg-white/15 data-[state=open]:bg-white/15"
        >
          <Ellipsis aria-hidden size={24} />
        </button>
      }
    >
      <PlayerMenuItem icon={<RotateCcw {...icon} />} onSelect={() => request({ do: 'start_over' })}>
        {t('startOver')}
      </PlayerMenuItem>
      {onEpisodes ? (
        <PlayerMenuItem icon={<ListVideo {...icon} />} hint="E" onSelect={onEpisodes}>
          {t('episodes.title')}
        </PlayerMenuItem>
      ) : null}
      {canPip ? (
        <PlayerMenuItem icon={<PictureInPicture2 {...icon} />} hint="I" onSelect={() => request({ do: 'toggle_pip' })}>
          {t('pip')}
        </PlayerMenuItem>
      ) : null}
      {downloadUrl ? (
        <PlayerMenuItem icon={<Download {...icon} />} onSelect={() => location.assign(downloadUrl)}>
          {t('download')}
        </PlayerMenuItem>
      ) : null}
      <PlayerMenuLine />
      <PlayerMenuItem icon={<CircleQuestionMark {...icon} />} onSelect={onWhy}>
        {t('why.title')}
      </PlayerMenuItem>
      <PlayerMenuItem icon={<ChartNoAxesColumn {...icon} />} onSelect={onStats}>
        {t('stats.title')}
      </PlayerMenuItem>
      <PlayerMenuItem icon={<Keyboard {...icon} />} hint="?" onSelect={onHelp}>
        {t('help.title')}
      </PlayerMenuItem>
    </PlayerMenu>
  );
}
