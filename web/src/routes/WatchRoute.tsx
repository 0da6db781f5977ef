export { default } from '@/features/watch/WatchPage';
export { makeReady } from '@/features/watch/ahead';
