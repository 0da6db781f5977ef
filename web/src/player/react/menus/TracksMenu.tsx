import { Captions, FilePlus, Palette, Trash2, Type } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/lib/i18n';
import { channelsName } from '@/lib/names';
import { namesOf } from '@/player/core';
import { useFact, useRequest } from '../context';
import { useAdding } from './AddText';
import { SoundSwitches } from './SoundSwitches';
import { PlayerMenu, PlayerMenuChoice, PlayerMenuItem, PlayerMenuLine, PlayerMenuTick, type PlayerOption } from './PlayerMenu';

const OFF = 'off';

export function TracksMenu({ onLook }: { onLook(): void }) {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const request = useRequest();
  const text = useFact((s) => s.text);
  const textNow = useFact((s) => s.text_now);
  const design = useFact((s) => s.text_design);
  const audio = useFact((s) => s.audio);
  const audioNow = useFact((s) => s.audio_now);
  const { choose, remove } = useAdding();
  const canLevel = useFact((s) => s.can_level);
  if (text.length === 0 && audio.length < 2 && !choose && !canLevel) return null;

  const nth = (n: number) => t('tracks.nth', { n });
  const notes = text.map(
    (track) =>
      [
        track.forced ? t('tracks.forced') : null,
        track.described ? t('tracks.described') : null,
        track.image ? t('tracks.image') : null,
      ]
        .filter(Boolean)
        .join(', ') || null,
  );
  const names = namesOf(text, notes, locale, nth);
  const texts: PlayerOption[] = text.map((track, i) => ({
    value: track.id,
    label: names[i] ?? track.id,
    note: notes[i],
  }));
  const channels = audio.map((track) => channelsName(track.channels));
  const heard = namesOf(audio, channels, locale, nth);
  const sounds: PlayerOption[] = audio.map((track, i) => ({
    value: track.id,
    label: heard[i] ?? track.id,
    note: channels[i],
  }));
  const chosen = text.find((track) => track.id === textNow);
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
      {chosen?.designed ? (
        <PlayerMenuTick
          icon={<Palette aria-hidden size={17} />}
          checked={design}
          onChange={(on) => request({ do: 'text_design', on })}
        >
          {t('tracks.design')}
        </PlayerMenuTick>
      ) : null}
      {text.length > 0 ? (
        <PlayerMenuItem icon={<Type aria-hidden size={17} />} onSelect={onLook}>
          {t('tracks.style')}
        </PlayerMenuItem>
      ) : null}
      {choose ? (
        <PlayerMenuItem icon={<FilePlus aria-hidden size={17} />} onSelect={choose}>
          {t('tracks.add')}
        </PlayerMenuItem>
      ) : null}
      {choose && chosen?.uploaded ? (
        <PlayerMenuItem icon={<Trash2 aria-hidden size={17} />} onSelect={() => remove(chosen.id)}>
          {t('tracks.delete')}
        </PlayerMenuItem>
      ) : null}
      {(text.length > 0 || choose) && audio.length > 1 ? <PlayerMenuLine /> : null}
      {audio.length > 1 ? (
        <PlayerMenuChoice
          label={t('tracks.audio')}
          value={audioNow ?? ''}
          options={sounds}
          onChange={(id) => request({ do: 'audio', id })}
        />
      ) : null}
      <SoundSwitches line={text.length > 0 || audio.length > 1 || choose !== null} />
    </PlayerMenu>
  );
}
