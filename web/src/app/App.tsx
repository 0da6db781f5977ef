import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';

import { Toasts } from '@/ui';

import { cache } from './cache';
import { router } from './router';

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  );
}
