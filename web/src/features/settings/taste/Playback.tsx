/** How playing goes: what is skipped, what comes next, how loud it is. */
import { useTranslation } from 'react-i18next';

import type { Preferences } from '@/api';
import { Choice, Segmented } from '@/ui';

import { Panel } from '../Panel';
import { useLiked } from './useLiked';

const KINDS = ['intro', 'recap', 'credits', 'sponsor'] as const;
const WAYS = ['button', 'auto', 'off'] as const;

type Switch = { [Name in keyof Preferences]: Preferences[Name] extends boolean ? Name : never }[keyof Preferences];

const GOING: readonly (readonly [Switch, 'autoplay' | 'previews'])[] = [
  ['autoplay_next', 'autoplay'],
  ['previews', 'previews'],
];
const SOUND: readonly (readonly [Switch, 'levelling' | 'night'])[] = [
  ['levelling', 'levelling'],
  ['night', 'night'],
];

export function Playback() {
  const { t } = useTranslation('taste');
  const { liked, change } = useLiked();
  const switches = (list: typeof GOING | typeof SOUND) => (
    <div className="flex flex-col gap-4">
      {list.map(([name, words]) => (
        <Choice
          key={name}
          label={t(`playback.${words}`)}
          hint={t(`playback.${words}Text`)}
          checked={liked[name]}
          onChange={(event) => change({ [name]: event.target.checked })}
        />
      ))}
    </div>
  );
  return (
    <>
      <Panel title={t('playback.skip')} text={t('playback.skipText')}>
        <div className="flex flex-col gap-4">
          {KINDS.map((kind) => (
            <div key={kind} className="flex flex-col items-start gap-2 lg:flex-row lg:items-center lg:justify-between">
              <p className="text-body font-medium">{t(`playback.kinds.${kind}`)}</p>
              <Segmented
                label={t(`playback.kinds.${kind}`)}
                value={liked.skip[kind]}
                options={WAYS.map((value) => ({ value, label: t(`playback.ways.${value}`) }))}
                onChange={(way) => change({ skip: { [kind]: way } })}
              />
            </div>
          ))}
        </div>
      </Panel>
      <Panel title={t('playback.going')}>{switches(GOING)}</Panel>
      <Panel title={t('playback.sound')}>{switches(SOUND)}</Panel>
    </>
  );
}
