/**
 * Which sound and which subtitles a title begins with: what was chosen for it or its series, else
 * the viewer's languages, else the file's own wish. No I/O.
 */
import type { Choices, PlaybackAudio, PlaybackText, Preferences } from '@/api';
import { nearest, sameLanguage } from './languages';

export interface Wishes extends Pick<Preferences, 'audio_languages' | 'text_languages' | 'text_mode'> {
  /** What the browser says of its reader, where the viewer said nothing. */
  readonly browser_languages: readonly string[];
}

type Sound = Pick<PlaybackAudio, 'id' | 'language' | 'label' | 'default'>;
type Text = Pick<PlaybackText, 'id' | 'language' | 'label' | 'form' | 'forced' | 'described'>;

/** Spoken about the film, not of it. */
const ASIDE = /comment|descri|narrat|coment|audiodesc/i;

/** The sound a plain file plays. */
export function ownSound<T extends Sound>(sounds: readonly T[]): T | null {
  return sounds.find((sound) => sound.default) ?? sounds[0] ?? null;
}

/** The sound to begin with; null where there is none. */
export function firstSound<T extends Sound>(sounds: readonly T[], choices: Choices, wishes: Wishes): T | null {
  const own = ownSound(sounds);
  const chosen = choices.audio;
  if (chosen) {
    const alike = sounds.filter((sound) => sameLanguage(sound.language, chosen.language));
    const found = alike.find((sound) => sound.label === chosen.label) ?? (chosen.language ? alike[0] : undefined);
    if (found) return found;
  }
  const wanted = wishes.audio_languages.length > 0 ? wishes.audio_languages : wishes.browser_languages;
  const liked = nearest(sounds, wanted);
  if (own && liked.includes(own)) return own;
  return liked.find((sound) => !ASIDE.test(sound.label ?? '')) ?? own;
}

/** Words before pictures, and without the sounds told: the first of the best. */
function plainest(texts: readonly Text[]): Text | null {
  const rank = (text: Text) => (text.described ? 2 : 0) + (text.form === 'image' ? 1 : 0);
  return [...texts].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** What was chosen, in this file's list: the same track, else the one most like it. */
function chosenText(texts: readonly Text[], chosen: NonNullable<Exclude<Choices['text'], 'off'>>): Text | null {
  const alike = texts.filter((text) => sameLanguage(text.language, chosen.language) && text.forced === chosen.forced);
  return (
    alike.find((text) => text.id === chosen.id) ??
    alike.find((text) => text.label === chosen.label && text.described === chosen.described) ??
    alike.find((text) => text.described === chosen.described) ??
    (chosen.language ? plainest(alike) : null)
  );
}

/** What is shown though no subtitles are wanted: foreign words within the sound's own language. */
function forcedText(texts: readonly Text[], sound: string | null, wanted: readonly string[]): Text | null {
  const forced = texts.filter((text) => text.forced);
  if (sound) return plainest(forced.filter((text) => sameLanguage(text.language, sound)));
  return plainest(nearest(forced, wanted));
}

/** The subtitles to begin with; null: none. `sound` is the language that is heard. */
export function firstText(
  texts: readonly Text[],
  choices: Choices,
  wishes: Wishes,
  sound: string | null,
): string | null {
  if (choices.text === 'off') return null;
  const chosen = choices.text ? chosenText(texts, choices.text) : null;
  if (chosen) return chosen.id;
  if (wishes.text_mode === 'off') return null;
  const wanted = wishes.text_languages.length > 0 ? wishes.text_languages : wishes.browser_languages;
  const forced = forcedText(texts, sound, wanted)?.id ?? null;
  const understood = sound === null || wanted.some((language) => sameLanguage(language, sound));
  if (wishes.text_mode === 'forced' || (wishes.text_mode === 'auto' && understood)) return forced;
  return plainest(nearest(texts.filter((text) => !text.forced), wanted))?.id ?? forced;
}

/** The subtitles that a key brings back where none were shown. */
export function wantedText(texts: readonly Text[], choices: Choices, wishes: Wishes): string | null {
  const shown = firstText(texts, { ...choices, text: choices.text === 'off' ? null : choices.text }, { ...wishes, text_mode: 'always' }, null);
  return shown ?? plainest(texts.filter((text) => !text.forced))?.id ?? texts[0]?.id ?? null;
}
