/** Preparing a title ahead, as it is offered on more than one screen. */
export { PrepareCard } from './PrepareCard';
export { usePrepare } from './usePrepare';
