/** Subtitles as the viewer likes them: drawn, tried and chosen. */
export { LookForm } from './LookForm';
export { Sample, Words } from './Words';
