export { default } from '@/features/watch/WatchPage';
