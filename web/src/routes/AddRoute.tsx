export { default } from '@/features/add/AddPage';
