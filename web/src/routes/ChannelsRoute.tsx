export { ChannelsPage as default } from '@/features/shelves/ChannelsPage';
