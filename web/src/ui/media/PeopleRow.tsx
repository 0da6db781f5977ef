/** Who took part, in a row that goes past the edge: each leads to the page of all they are in. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Part } from '@/api';
import { paths } from '@/lib/paths';

import { Avatar } from '../Avatar';
import { byPerson, isJob, type PersonParts } from './people';

function usePart({ jobs, characters }: PersonParts): string {
  const { t } = useTranslation('people');
  const acts = characters.join(', ');
  // Whoever is known by a character needs not be called an actor as well.
  const other = jobs.filter((job) => !(acts && (job === 'actor' || job === 'guest')));
  return [acts, ...other.map((job) => (isJob(job) ? t(`job.${job}`) : job))].filter(Boolean).join(' · ');
}

function Person({ person }: { person: PersonParts }) {
  const part = usePart(person);
  return (
    <li className="w-26 shrink-0 snap-start md:w-30">
      <Link
        to={paths.person(person.id)}
        data-card
        className="group flex flex-col items-center rounded-card px-1 py-1.5 text-center outline-offset-0"
      >
        <span className="rounded-full ring-ink/25 transition-shadow duration-150 group-hover:ring-3">
          <Avatar name={person.name} size={76} person />
        </span>
        <span dir="auto" className="mt-2.5 line-clamp-2 text-small leading-snug font-semibold">{person.name}</span>
        <span className="mt-0.5 line-clamp-2 text-caption text-ink-3">{part}</span>
      </Link>
    </li>
  );
}

export function PeopleRow({ people }: { people: readonly Part[] | null | undefined }) {
  const { t } = useTranslation('people');
  const id = useId();
  if (!people || people.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="flex items-baseline gap-3.5 margins text-row font-[650] tracking-[-0.015em]">
        {t('row')}
        <Link to={paths.allPeople} className="text-small font-medium tracking-normal text-ink-3 hover:text-ink hover:underline">
          {t('toAll')}
        </Link>
      </h2>
      <ul className="no-bar mt-2.5 flex snap-x snap-proximity gap-2 overflow-x-auto scroll-px-(--margin) margins py-1.5 md:gap-3">
        {byPerson(people).map((person) => (
          <Person key={person.id} person={person} />
        ))}
      </ul>
    </section>
  );
}
