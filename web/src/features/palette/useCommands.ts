/** Everything that can be gone to or done from anywhere. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { me, signOut } from '@/api';
import { useAppearance } from '@/lib/appearance';
import { LANGUAGES, speak, useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { useSayFailure, useSurprise } from '@/ui/media';

import type { Command } from './match';

const PARTS = ['appearance', 'playback', 'languages', 'subtitles', 'account', 'moving', 'uploads', 'keyboard', 'about'] as const;
const ADMIN_PARTS = ['folders', 'doubts', 'cookies', 'streaming', 'storage'] as const;

export function useCommands(onHelp: () => void): Command[] {
  const { t } = useTranslation('palette');
  const { t: settings } = useTranslation('settings');
  const go = useNavigate();
  const user = useQuery(me).data;
  const { theme, choose } = useAppearance();
  const locale = useLocale();
  const surprise = useSurprise();
  const say = useSayFailure();
  const to = (path: string) => () => void go(path);
  const pages: Command[] = [
    { id: 'home', label: t('home'), run: to(paths.home) },
    { id: 'library', label: t('library'), also: t('also.library'), run: to(paths.library) },
    { id: 'series', label: t('series'), run: to(paths.allSeries) },
    { id: 'people', label: t('people'), also: t('also.people'), run: to(paths.allPeople) },
    { id: 'collections', label: t('collections'), run: to(paths.collections) },
    { id: 'myList', label: t('myList'), run: to(paths.myList) },
    { id: 'history', label: t('history'), also: t('also.history'), run: to(paths.history) },
    { id: 'genres', label: t('genres'), run: to(paths.genres) },
    { id: 'channels', label: t('channels'), run: to(paths.channels) },
    { id: 'tags', label: t('tags'), run: to(paths.tags) },
    { id: 'search', label: t('search'), run: to(paths.search) },
    { id: 'add', label: t('add'), also: t('also.add'), run: to(paths.add) },
    { id: 'activity', label: t('activity'), also: t('also.activity'), run: to(paths.activity) },
    { id: 'trash', label: t('trash'), run: to(paths.trash) },
  ];
  const other = LANGUAGES.find((one) => one !== locale);
  const actions: Command[] = [
    { id: 'surprise', label: t('surprise'), also: t('also.surprise'), run: () => surprise.mutate({}) },
    { id: 'theme', label: t(theme === 'dark' ? 'light' : 'dark'), also: t('also.theme'), run: () => choose(theme === 'dark' ? 'light' : 'dark') },
    ...(other ? [{ id: 'language', label: t(`speak.${other}`), also: t('also.language'), run: () => void speak(other) }] : []),
    { id: 'keys', label: t('keys'), run: onHelp },
  ];
  const parts = [...PARTS, ...(user?.is_admin ? ADMIN_PARTS : [])].map((part) => ({
    id: `settings.${part}`,
    label: t('settings', { part: settings(`parts.${part}`) }),
    run: to(paths.settingsPart(part)),
  }));
  const leave = { id: 'leave', label: t('leave'), run: () => void signOut().then(() => location.assign(paths.signIn)).catch(say) };
  return [...pages, ...actions, ...parts, leave];
}
