/** The addresses of the app. */
export const paths = {
  home: '/',
  library: '/library',
  search: '/search',
  add: '/add',
  activity: '/activity',
  settings: '/settings',
  settingsPart: (part: string) => `/settings/${part}`,
  trash: '/library?status=trashed',
  /** Series have a page of their own; every other kind is a part of the library. */
  kind: (kind: string) => (kind === 'episode' || kind === 'series' ? '/series' : `/library?kind=${kind}`),
  allSeries: '/series',
  seriesOfGenre: (genre: string) => `/series?${new URLSearchParams({ genre })}`,
  /** Without a season the page chooses the one that is being watched. */
  series: (id: string, season?: number | null) => `/series/${id}${season === undefined ? '' : `?season=${season ?? 'none'}`}`,
  allPeople: '/people',
  person: (id: number) => `/people/${id}`,
  doubts: '/doubts',
  tag: (tag: string) => `/library?${new URLSearchParams({ tag })}`,
  title: (id: string) => `/title/${id}`,
  /** With a time the film starts there; 0 is from the start. Without one it goes on where it was left. */
  watch: (id: string, t?: number) => `/watch/${id}${t === undefined ? '' : `?t=${Math.floor(t)}`}`,
  signIn: '/signin',
  setup: '/setup',
};
