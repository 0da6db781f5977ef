export { TitlePage as default } from '@/features/title/TitlePage';
