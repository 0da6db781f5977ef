/** A filter in words, and what can be chosen of it. */
export { addedText, appliedOf, resolutionName, starsText, type Says } from './applied';
export { useSays } from './useSays';
export { ADDED, decadeFilter, decadeOf, LENGTHS, lengthFilter, lengthOf, lengthOfSpan, STARS, turned } from './choices';
