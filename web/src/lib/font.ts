/**
 * Inter comes once the first page stands: on a slow line it would share it with what is shown. Who had it once has it from
 * the first paint on (public/head.js), for the browser keeps it.
 */
export async function fetchFont(): Promise<void> {
  try {
    await document.fonts.load('1em "Inter Variable"');
  } catch {
    return; // The line broke: the page stands in the device's own letters, and asks again at the next visit.
  }
  document.documentElement.dataset['font'] = 'inter';
  try {
    localStorage.setItem('matinee.font', 'inter');
  } catch {
    // It is fetched in the same way at the next visit.
  }
}
