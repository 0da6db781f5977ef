/** Every address of the app. A page is fetched when it is first opened, with its words; Home is there at once. */
import type { ComponentType } from 'react';
import { createBrowserRouter } from 'react-router';

import { moreWords } from '@/lib/i18n';
import { Guard } from '@/routes/Guard';
import HomeRoute from '@/routes/HomeRoute';
import { PageError, RouteError } from '@/routes/RouteError';
import { ShellRoute } from '@/routes/ShellRoute';
import { FirstPaint } from '@/ui';

type Page = () => Promise<{ default: ComponentType }>;

const page = (load: Page) => async () => {
  const [{ default: Component }] = await Promise.all([load(), moreWords()]);
  return { Component };
};

/** One that says only what is fetched before the first paint. */
const firstPage = (load: Page) => async () => ({ Component: (await load()).default });

export const router = createBrowserRouter([
  {
    ErrorBoundary: RouteError,
    HydrateFallback: FirstPaint,
    children: [
      { path: '/setup', lazy: page(() => import('@/routes/SetupRoute')) },
      { path: '/signin', lazy: firstPage(() => import('@/routes/SignInRoute')) },
      {
        Component: Guard,
        children: [
          { path: '/watch/:id', ErrorBoundary: RouteError, lazy: page(() => import('@/routes/WatchRoute')) },
          {
            Component: ShellRoute,
            children: [
              {
                ErrorBoundary: PageError,
                children: [
                  { path: '/', Component: HomeRoute },
                  { path: '/library', lazy: page(() => import('@/routes/LibraryRoute')) },
                  { path: '/title/:id', lazy: page(() => import('@/routes/TitleRoute')) },
                  { path: '/series', lazy: page(() => import('@/routes/SeriesListRoute')) },
                  { path: '/series/:id', lazy: page(() => import('@/routes/SeriesRoute')) },
                  { path: '/people', lazy: page(() => import('@/routes/PeopleRoute')) },
                  { path: '/people/:id', lazy: page(() => import('@/routes/PersonRoute')) },
                  { path: '/collections', lazy: page(() => import('@/routes/CollectionsRoute')) },
                  { path: '/collections/:id', lazy: page(() => import('@/routes/CollectionRoute')) },
                  { path: '/genres', lazy: page(() => import('@/routes/GenresRoute')) },
                  { path: '/channels', lazy: page(() => import('@/routes/ChannelsRoute')) },
                  { path: '/doubts', lazy: page(() => import('@/routes/DoubtsRoute')) },
                  { path: '/duplicates', lazy: page(() => import('@/routes/DuplicatesRoute')) },
                  { path: '/search', lazy: page(() => import('@/routes/SearchRoute')) },
                  { path: '/my-list', lazy: page(() => import('@/routes/MyListRoute')) },
                  { path: '/history', lazy: page(() => import('@/routes/HistoryRoute')) },
                  { path: '/tags', lazy: page(() => import('@/routes/TagsRoute')) },
                  { path: '/add', lazy: page(() => import('@/routes/AddRoute')) },
                  { path: '/activity', lazy: page(() => import('@/routes/ActivityRoute')) },
                  { path: '/settings/:part?', lazy: page(() => import('@/routes/SettingsRoute')) },
                  { path: '/components', lazy: page(() => import('@/routes/ComponentsRoute')) },
                  { path: '*', lazy: page(() => import('@/routes/NotFoundRoute')) },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
]);
