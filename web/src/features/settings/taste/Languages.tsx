/** The languages of sound and subtitles, the dearest first. */
import { useTranslation } from 'react-i18next';

import { formatLanguage } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Choice } from '@/ui';

import { Panel } from '../Panel';
import { LanguageList } from './LanguageList';
import { useLiked } from './useLiked';

const MODES = ['auto', 'always', 'forced', 'off'] as const;

export function Languages() {
  const { t } = useTranslation('taste');
  const locale = useLocale();
  const { liked, change } = useLiked();
  const browser = t('languages.browser', {
    languages: new Intl.ListFormat(locale).format(navigator.languages.slice(0, 4).map((tag) => formatLanguage(tag, locale))),
  });
  return (
    <>
      <Panel title={t('languages.audio')} text={t('languages.audioText')}>
        <LanguageList name={t('languages.audio')} none={browser} value={liked.audio_languages} onChange={(audio_languages) => change({ audio_languages })} />
      </Panel>
      <Panel title={t('languages.texts')} text={t('languages.textsText')}>
        <LanguageList name={t('languages.texts')} none={browser} value={liked.text_languages} onChange={(text_languages) => change({ text_languages })} />
      </Panel>
      <Panel title={t('languages.mode')}>
        <div role="radiogroup" aria-label={t('languages.mode')} className="flex flex-col gap-4">
          {MODES.map((mode) => (
            <Choice
              key={mode}
              type="radio"
              name="text-mode"
              label={t(`languages.modes.${mode}`)}
              hint={t(`languages.modeText.${mode}`)}
              checked={liked.text_mode === mode}
              onChange={() => change({ text_mode: mode })}
            />
          ))}
        </div>
      </Panel>
    </>
  );
}
