export { ComponentsPage as default } from '@/features/components/ComponentsPage';
