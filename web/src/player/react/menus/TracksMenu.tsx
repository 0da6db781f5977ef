import { Captions } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatLanguage } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { channelsName } from '@/lib/names';
import type { AudioChoice, TextChoice } from '@/player/core';
import { useFact, useRequest } from '../context';
import { PlayerMenu, PlayerMenuChoice, PlayerMenuLine, type PlayerOption } from './PlayerMenu';

const OFF = 'off';

/** The language in the reader's words, and the track's own name where it says more. */
function named(track: TextChoice | AudioChoice, locale: string, fallback: string): string {
  const language = track.language ? formatLanguage(track.language, locale) : null;
  if (!language) return track.label ?? fallback;
  // Files often name a track by its own language code: "eng" says nothing beside "English".
  const own = track.label && formatLanguage(track.label, locale) !== language ? track.label : null;
  return own && own.toLowerCase() !== language.toLowerCase() ? `${language} (${own})` : language;
}

export function TracksMenu() {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const request = useRequest();
  const text = useFact((s) => s.text);
  const textNow = useFact((s) => s.text_now);
  const audio = useFact((s) => s.audio);
  const audioNow = useFact((s) => s.audio_now);
  if (text.length === 0 && audio.length < 2) return null;

  const texts: PlayerOption[] = text.map((track, i) => ({
    value: track.id,
    label: named(track, locale, t('tracks.nth', { n: i + 1 })),
    note: track.forced ? t('tracks.forced') : null,
  }));
  const sounds: PlayerOption[] = audio.map((track, i) => ({
    value: track.id,
    label: named(track, locale, t('tracks.nth', { n: i + 1 })),
    note: channelsName(track.channels),
  }));
  return (
    <PlayerMenu
      name="tracks"
      trigger={
        <button
          type="button"
          aria-label={t('tracks.label')}
          className="relative grid size-11 shrink-0 place-items-center rounded-control text-white/95 transition-colors duration-150 hover:bg-white/15 data-[state=open]:bg-white/15"
        >
          <Captions aria-hidden size={23} strokeWidth={1.9} />
          {textNow !== null ? <i className="absolute bottom-1.5 h-[3px] w-4 rounded-full bg-accent" /> : null}
        </button>
      }
    >
      {text.length > 0 ? (
        <PlayerMenuChoice
          label={t('tracks.subtitles')}
          value={textNow ?? OFF}
          options={[{ value: OFF, label: t('tracks.off') }, ...texts]}
          onChange={(id) => request({ do: 'text', id: id === OFF ? null : id })}
        />
      ) : null}
      {text.length > 0 && audio.length > 1 ? <PlayerMenuLine /> : null}
      {audio.length > 1 ? (
        <PlayerMenuChoice
          label={t('tracks.audio')}
          value={audioNow ?? ''}
          options={sounds}
          onChange={(id) => request({ do: 'audio', id })}
        />
      ) : null}
    </PlayerMenu>
  );
}
