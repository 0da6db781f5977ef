export { HistoryPage as default } from '@/features/mine/HistoryPage';
