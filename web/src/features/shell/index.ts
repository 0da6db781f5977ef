export { AppBar } from './AppBar';
export { OfflineStrip } from './OfflineStrip';
export { TabBar } from './TabBar';
