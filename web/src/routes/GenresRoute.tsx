export { GenresPage as default } from '@/features/shelves/GenresPage';
