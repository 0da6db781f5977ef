/** What the viewer likes, kept by the server for all their devices. Changed at once, corrected by the answer. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { get, patch } from './client';
import type { Choices, Preferences, PreferencesChange } from './contract';
import { keys } from './keys';

/** What the server says until the viewer says something else. */
export const USUAL: Preferences = {
  audio_languages: [],
  text_languages: [],
  text_mode: 'auto',
  text_look: {
    font: 'sans',
    size_percent: 100,
    bold: false,
    colour: '#ffffff',
    edge: 'shadow',
    edge_colour: '#000000',
    background: '#000000',
    background_percent: 0,
    window: '#000000',
    window_percent: 0,
    position: 'bottom',
    offset_percent: 6,
  },
  skip: { intro: 'button', recap: 'button', credits: 'button', sponsor: 'button' },
  autoplay_next: true,
  levelling: false,
  night: false,
  previews: true,
};

export const preferences = queryOptions({
  queryKey: keys.preferences,
  queryFn: ({ signal }) => get<Preferences>('/api/account/preferences', { signal }),
  // The event stream tells of changes made elsewhere.
  staleTime: 60_000,
});

/** The preferences with a change on top, as the server merges them. */
export function changed(before: Preferences, change: PreferencesChange): Preferences {
  return {
    ...before,
    ...change,
    text_look: { ...before.text_look, ...change.text_look },
    skip: { ...before.skip, ...change.skip },
  };
}

export const savePreferences = (change: PreferencesChange) => patch<Preferences>('/api/account/preferences', change);

/** Keeps what was chosen for a title; what the change does not name stays. */
export const keepChoices = (mediaId: string, change: Partial<Choices>) =>
  patch<Choices>(`/api/media/${encodeURIComponent(mediaId)}/choices`, change);

export interface Liked {
  /** The usual ones until the server has answered. */
  readonly liked: Preferences;
  readonly known: boolean;
  change(change: PreferencesChange): void;
}

/** What the viewer likes, and changing it. A refused change is undone and told to `onError`. */
export function usePreferences(onError?: (error: Error) => void): Liked {
  const cache = useQueryClient();
  const query = useQuery(preferences);
  const save = useMutation({
    mutationKey: keys.preferences,
    mutationFn: savePreferences,
    scope: { id: 'preferences' }, // one after the other: the last change is the one that stays
    onError: (error) => {
      void cache.invalidateQueries({ queryKey: keys.preferences });
      onError?.(error);
    },
    onSuccess: (answer) => {
      // While more changes are under way the answer is already old.
      if (cache.isMutating({ mutationKey: keys.preferences }) <= 1) cache.setQueryData(keys.preferences, answer);
    },
  });
  return {
    liked: query.data ?? USUAL,
    known: query.data !== undefined,
    change: (change) => {
      void cache.cancelQueries({ queryKey: keys.preferences });
      cache.setQueryData<Preferences>(keys.preferences, (now) => changed(now ?? USUAL, change));
      save.mutate(change);
    },
  };
}
