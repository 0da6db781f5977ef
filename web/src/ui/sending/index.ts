/** Sending a file of this device to the server, as more than one screen offers it. */
export { FileButton } from './FileButton';
export { SendingCard } from './SendingCard';
export { isStop, useSending } from './useSending';
