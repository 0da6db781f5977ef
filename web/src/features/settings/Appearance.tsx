import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useAppearance } from '@/lib/appearance';
import { LANGUAGES, speak, useLocale, type Language } from '@/lib/i18n';
import { Segmented } from '@/ui';

import { Panel } from './Panel';

/** Each language in its own words, so that everyone finds theirs. */
const NAMES: Record<Language, string> = { en: 'English', es: 'Español' };

export function Appearance() {
  const { t } = useTranslation('settings');
  const { appearance, choose } = useAppearance();
  const language = useLocale();
  return (
    <>
      <Panel title={t('theme.title')} text={t('theme.text')}>
        <Segmented
          label={t('theme.title')}
          value={appearance}
          options={[
            { value: 'dark', label: t('theme.dark'), icon: Moon },
            { value: 'light', label: t('theme.light'), icon: Sun },
            { value: 'system', label: t('theme.system'), icon: Monitor },
          ]}
          onChange={choose}
        />
      </Panel>
      <Panel title={t('language.title')} text={t('language.text')}>
        <Segmented
          label={t('language.title')}
          value={language}
          options={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(next) => void speak(next)}
        />
      </Panel>
    </>
  );
}
