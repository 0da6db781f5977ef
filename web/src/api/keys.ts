/** The names under which answers are kept. The event stream and the queries must agree on them. */
import type { MediaQuery } from './filters';

export const keys = {
  auth: ['auth'] as const,
  me: ['auth', 'me'] as const,
  sessions: ['auth', 'sessions'] as const,
  media: ['media'] as const,
  mediaList: (query: MediaQuery) => ['media', 'list', query] as const,
  mediaItem: (id: string) => ['media', 'item', id] as const,
  playback: (id: string) => ['media', 'playback', id] as const,
  continueWatching: ['media', 'continue'] as const,
  recentlyAdded: ['media', 'recent'] as const,
  stats: ['media', 'stats'] as const,
  search: (q: string) => ['media', 'search', q] as const,
  suggest: (q: string) => ['media', 'suggest', q] as const,
  tags: ['media', 'tags'] as const,
  jobs: ['jobs'] as const,
  jobList: (query: Record<string, unknown>) => ['jobs', 'list', query] as const,
  job: (id: string) => ['jobs', 'item', id] as const,
  folders: ['folders'] as const,
  browse: (path: string) => ['browse', path] as const,
  cookies: ['cookies'] as const,
  uploads: ['uploads'] as const,
  collections: ['collections'] as const,
  settings: ['settings'] as const,
  health: ['health'] as const,
};
