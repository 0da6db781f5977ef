/** A history by the days of whoever reads it. */
import { formatDate } from '@/lib/format';

export interface Day<T> {
  /** YYYY-MM-DD in local time. */
  key: string;
  items: T[];
}

const two = (value: number) => String(value).padStart(2, '0');

export function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Neighbours of the same day together; the order stays. */
export function byDay<T>(items: readonly T[], when: (item: T) => string): Day<T>[] {
  const days: Day<T>[] = [];
  for (const item of items) {
    const key = dayOf(new Date(when(item)));
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else days.push({ key, items: [item] });
  }
  return days;
}

interface Words {
  today: string;
  yesterday: string;
}

/** Today, Yesterday, else its date. */
export function dayName(key: string, now: Date, locale: string, words: Words): string {
  if (key === dayOf(now)) return words.today;
  // Noon, so that an hour more or less in spring and autumn does not matter.
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, 12);
  return key === dayOf(before) ? words.yesterday : formatDate(key, locale);
}
