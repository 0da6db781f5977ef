/** Every key of the app, for the help window and the settings. */
import { useTranslation } from 'react-i18next';

import { Kbd } from './Kbd';

const EVERYWHERE = [
  { keys: ['/'], does: 'search' },
  { keys: ['Ctrl', 'k'], does: 'palette' },
  { keys: ['g', 'h'], does: 'home' },
  { keys: ['g', 'l'], does: 'library' },
  { keys: ['g', 'a'], does: 'add' },
  { keys: ['g', 'j'], does: 'activity' },
  { keys: ['←', '→'], does: 'row' },
  { keys: ['Delete'], does: 'forget' },
  { keys: ['?'], does: 'help' },
] as const;

const WATCHING = [
  { keys: ['Space', 'k'], does: 'pause' },
  { keys: ['j', 'l'], does: 'ten' },
  { keys: ['←', '→'], does: 'five' },
  { keys: ['↑', '↓'], does: 'volume' },
  { keys: ['m'], does: 'mute' },
  { keys: ['f'], does: 'full' },
  { keys: ['c'], does: 'subtitles' },
  { keys: ['i'], does: 'pip' },
  { keys: ['<', '>'], does: 'speed' },
  { keys: ['0', '9'], does: 'tenth' },
  { keys: ['n'], does: 'nextOne' },
] as const;

type Entry = (typeof EVERYWHERE)[number] | (typeof WATCHING)[number];

function List({ title, entries }: { title: string; entries: readonly Entry[] }) {
  const { t } = useTranslation('keys');
  return (
    <section>
      <h3 className="mb-2 text-caption font-semibold text-ink-3">{title}</h3>
      <dl className="divide-y divide-line">
        {entries.map(({ keys, does }) => (
          <div key={does} className="flex min-h-10 items-center justify-between gap-4 py-1.5">
            <dt className="text-small text-ink-2">{t(does)}</dt>
            <dd className="flex gap-1.5">
              {keys.map((key) => (
                <Kbd key={key}>{key === 'Delete' || key === 'Space' ? t(`named.${key}`) : key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function KeyList() {
  const { t } = useTranslation('keys');
  return (
    <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
      <List title={t('everywhere')} entries={EVERYWHERE} />
      <List title={t('watching')} entries={WATCHING} />
    </div>
  );
}
