/** What the viewer likes, for the player: languages, the look of subtitles, what is chosen for a title. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { USUAL, changed, keepChoices, keys, preferences, savePreferences, usePreferences } from '@/api';
import type { Choices, Preferences, PreferencesChange, TextLook } from '@/api';
import { takeTextLanguage, type Likes, type Wishes } from '@/player/core';

/** Longer than this nobody waits for their languages before the film begins. */
const PATIENCE_MS = 3000;

/** Older versions kept the language of subtitles on the device: it becomes the viewer's own, once. */
async function bringOver(cache: QueryClient, liked: Preferences): Promise<void> {
  const language = takeTextLanguage(localStorage);
  if (!language || liked.text_languages.length > 0) return;
  const change: PreferencesChange = { text_languages: [language], text_mode: 'always' };
  cache.setQueryData(keys.preferences, changed(liked, change));
  await savePreferences(change);
}

export function useLiking(id: string) {
  const cache = useQueryClient();
  const { liked, change } = usePreferences();
  /** Resolves when the languages are known, or will not be in time. */
  const known = useCallback(async () => {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
    const read = cache.ensureQueryData(preferences).then((found) => bringOver(cache, found));
    await Promise.race([patience, read.catch(() => undefined)]);
  }, [cache]);
  const { skip, levelling, night } = liked;
  const likes = useMemo<Likes>(() => ({ skip, levelling, night }), [skip, levelling, night]);
  const deps = useMemo(
    () => ({
      wishes: (): Wishes => {
        const { audio_languages, text_languages, text_mode } = cache.getQueryData<Preferences>(keys.preferences) ?? USUAL;
        return { audio_languages, text_languages, text_mode, browser_languages: navigator.languages };
      },
      remember: (chosen: Partial<Choices>) => keepChoices(id, chosen),
    }),
    [cache, id],
  );
  return {
    known,
    deps,
    likes,
    like: (what: Partial<Likes>) => change(what),
    autoplayNext: liked.autoplay_next,
    look: liked.text_look,
    onLook: (text_look: Partial<TextLook>) => change({ text_look }),
  };
}
