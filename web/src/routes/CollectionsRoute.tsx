export { CollectionsPage as default } from '@/features/collections/CollectionsPage';
