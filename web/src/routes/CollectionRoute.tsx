export { CollectionPage as default } from '@/features/collections/CollectionPage';
