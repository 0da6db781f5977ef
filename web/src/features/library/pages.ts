/** Pages, from 1, that hold the places first..last. */
export function pagesOf(first: number, last: number, size: number): number[] {
  const from = Math.floor(Math.max(0, first) / size) + 1;
  const to = Math.floor(Math.max(0, last) / size) + 1;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
