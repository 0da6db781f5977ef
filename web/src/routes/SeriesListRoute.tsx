export { SeriesListPage as default } from '@/features/series/SeriesListPage';
