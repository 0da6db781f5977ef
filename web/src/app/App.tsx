import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { RouterProvider } from 'react-router';

import { fetchFont } from '@/lib/font';
import { quiet } from '@/lib/useRested';
import { Toasts } from '@/ui';

import { cache } from './cache';
import { router } from './router';

export function App() {
  useEffect(() => {
    void quiet().then(fetchFont);
  }, []);
  return (
    <QueryClientProvider client={cache}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  );
}
