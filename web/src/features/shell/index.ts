export { AppBar } from './AppBar';
export { KeyHelp } from './KeyHelp';
export { OfflineStrip } from './OfflineStrip';
export { TabBar } from './TabBar';
