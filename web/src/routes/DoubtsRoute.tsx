export { DoubtsPage as default } from '@/features/doubts/DoubtsPage';
