/** Numbers, sizes, times and dates in the language of the page. */

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  let format = cache.get(key) as T | undefined;
  if (!format) cache.set(key, (format = make()));
  return format;
}

export function formatNumber(value: number, locale: string, digits = 0): string {
  const options = { maximumFractionDigits: digits };
  return kept(`n${locale}${digits}`, () => new Intl.NumberFormat(locale, options)).format(value);
}

/** 0 to 100 as a percentage. */
export function formatPercent(percent: number, locale: string): string {
  return kept(`p${locale}`, () => new Intl.NumberFormat(locale, { style: 'percent' })).format(percent / 100);
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes in powers of 1,000, as disks and downloads are sold: 214 MB, 1.9 GB. */
export function formatBytes(bytes: number, locale: string): string {
  const step = bytes < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  const digits = step >= 2 && value < 10 ? 1 : 0;
  const unit = SIZES[step] ?? 'byte';
  return kept(
    `b${locale}${step}${digits}`,
    () => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: digits }),
  ).format(value);
}

/** Bytes a second. */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  return `${formatBytes(bytesPerSecond, locale)}/s`;
}

/** Bits a second in Mb/s or kb/s. */
export function formatBitRate(bps: number, locale: string): string {
  if (bps >= 1e6) return `${formatNumber(bps / 1e6, locale, bps < 1e7 ? 1 : 0)} Mb/s`;
  return `${formatNumber(bps / 1000, locale)} kb/s`;
}

/** A length in words: 48 s, 12 min, 1 h 31 min. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, '0')} min` : `${minutes / 60} h`;
}

/** A very long time, such as all of a library: 12 h 04 min, 3,472 days. */
export function formatSpan(seconds: number, locale: string): string {
  if (seconds < 100 * 3600) return formatDuration(seconds);
  const days = { style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 0 } as const;
  return kept(`sp${locale}`, () => new Intl.NumberFormat(locale, days)).format(seconds / 86_400);
}

/** A length or a place as a clock shows it: 0:09, 12:48, 1:02:03. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, '0');
  const m = Math.floor(whole / 60) % 60;
  const h = Math.floor(whole / 3600);
  return h ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** A calendar day. `YYYY-MM-DD` is that day everywhere, not midnight in Greenwich. */
export function formatDate(iso: string, locale: string, dateStyle: 'long' | 'medium' = 'long'): string {
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  const date = new Date(plain ? `${iso}T12:00:00` : iso);
  if (Number.isNaN(date.getTime())) return iso;
  return kept(`d${locale}${dateStyle}`, () => new Intl.DateTimeFormat(locale, { dateStyle })).format(date);
}

export function formatDateTime(iso: string, locale: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return kept(`dt${locale}`, () => new Intl.DateTimeFormat(locale, options)).format(date);
}

const AGES: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, or how soon: yesterday, in 29 days. */
export function formatAgo(iso: string, locale: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  if (Number.isNaN(seconds)) return iso;
  const format = kept(`r${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  for (const [unit, size] of AGES) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'minute');
}

/** The name of a language in the language of the page: Spanish, español. Unknown codes stay codes. */
export function formatLanguage(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
