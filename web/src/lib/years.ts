/** Empty is fine; otherwise a year of films, give or take. */
export function yearProblem(text: string): boolean {
  const year = text.trim();
  return year !== '' && (!/^\d{4}$/.test(year) || Number(year) < 1800 || Number(year) > 2199);
}

/** Empty is fine; otherwise the number of a season or an episode. */
export function numberProblem(text: string): boolean {
  return !/^\d{0,5}$/.test(text.trim());
}
