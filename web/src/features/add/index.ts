export { UploadList } from './UploadList';
export { UploadTray } from './UploadTray';
