import { Outlet } from 'react-router';

export function ShellRoute() {
  return <Outlet />;
}
