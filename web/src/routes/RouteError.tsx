/** What is shown in place of a page that broke. */
import { useRouteError } from 'react-router';

import { Unreachable } from '@/ui';

export function RouteError() {
  const error = useRouteError();
  return <Unreachable error={error} onRetry={() => window.location.reload()} />;
}
