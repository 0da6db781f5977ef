/** Every address of the app. A page is fetched when it is first opened. */
import type { ComponentType } from 'react';
import { createBrowserRouter } from 'react-router';

import { Guard } from '@/routes/Guard';
import { PageError, RouteError } from '@/routes/RouteError';
import { ShellRoute } from '@/routes/ShellRoute';
import { FirstPaint } from '@/ui';

type Page = () => Promise<{ default: ComponentType }>;

const page = (load: Page) => async () => ({ Component: (await load()).default });

export const router = createBrowserRouter([
  {
    ErrorBoundary: RouteError,
    HydrateFallback: FirstPaint,
    children: [
      { path: '/setup', lazy: page(() => import('@/routes/SetupRoute')) },
      { path: '/signin', lazy: page(() => import('@/routes/SignInRoute')) },
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
                  { path: '/', lazy: page(() => import('@/routes/HomeRoute')) },
                  { path: '/library', lazy: page(() => import('@/routes/LibraryRoute')) },
                  { path: '/title/:id', lazy: page(() => import('@/routes/TitleRoute')) },
                  { path: '/series', lazy: page(() => import('@/routes/SeriesListRoute')) },
                  { path: '/series/:id', lazy: page(() => import('@/routes/SeriesRoute')) },
                  { path: '/people', lazy: page(() => import('@/routes/PeopleRoute')) },
                  { path: '/people/:id', lazy: page(() => import('@/routes/PersonRoute')) },
                  { path: '/doubts', lazy: page(() => import('@/routes/DoubtsRoute')) },
                  { path: '/search', lazy: page(() => import('@/routes/SearchRoute')) },
                  { path: '/add', lazy: page(() => import('@/routes/AddRoute')) },
                  { path: '/activity', lazy: page(() => import('@/routes/ActivityRoute')) },
                  { path: '/settings/:part?', lazy: page(() => import('@/routes/SettingsRoute')) },
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
