export { MyListPage as default } from '@/features/mine/MyListPage';
