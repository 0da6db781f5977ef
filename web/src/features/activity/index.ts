export { ActivityList } from './ActivityList';
export { ActivitySection } from './ActivitySection';
