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
  kind: (kind: string) => `/library?kind=${kind}`,
  tag: (tag: string) => `/library?${new URLSearchParams({ tag })}`,
  title: (id: string) => `/title/${id}`,
  /** With a time the film starts there; 0 is from the start. Without one it goes on where it was left. */
  watch: (id: string, t?: number) => `/watch/${id}${t === undefined ? '' : `?t=${Math.floor(t)}`}`,
  signIn: '/signin',
  setup: '/setup',
};
