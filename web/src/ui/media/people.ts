/** Who took part, one entry a person: the same name may direct, write and act. */
import type { Part } from '@/api';

export interface PersonParts {
  id: number;
  name: string;
  jobs: string[];
  characters: string[];
}

export function byPerson(parts: readonly Part[]): PersonParts[] {
  const found = new Map<number, PersonParts>();
  for (const { id, name, job, character } of parts) {
    const one = found.get(id) ?? { id, name, jobs: [], characters: [] };
    if (job && !one.jobs.includes(job)) one.jobs.push(job);
    if (character && !one.characters.includes(character)) one.characters.push(character);
    found.set(id, one);
  }
  return [...found.values()];
}

const KNOWN = ['actor', 'guest', 'director', 'writer', 'creator', 'producer', 'composer'] as const;
export type Job = (typeof KNOWN)[number];

export const isJob = (job: string): job is Job => (KNOWN as readonly string[]).includes(job);
