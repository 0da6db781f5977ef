export { SeriesPage as default } from '@/features/series/SeriesPage';
