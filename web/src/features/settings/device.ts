/** A device's name from what its program says of itself, good enough to recognise one's own. */
export type DeviceShape = 'computer' | 'phone' | 'tv' | 'program';

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string, DeviceShape][] = [
  [/SmartTV|SMART-TV|Tizen|Web0S|webOS|AppleTV|BRAVIA|CrKey|Android TV/i, 'TV', 'tv'],
  [/iPhone|iPod/, 'iPhone', 'phone'],
  [/iPad/, 'iPad', 'phone'],
  [/Android/, 'Android', 'phone'],
  [/CrOS/, 'ChromeOS', 'computer'],
  [/Mac OS X|Macintosh/, 'macOS', 'computer'],
  [/Windows/, 'Windows', 'computer'],
  [/Linux|X11/, 'Linux', 'computer'],
];

export function deviceOf(userAgent: string): { shape: DeviceShape; name: string } {
  const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(userAgent));
  if (!browser && !system) return { shape: 'program', name: userAgent.split(/[\s/(]/)[0] ?? '' };
  return { shape: system?.[2] ?? 'computer', name: [browser, system?.[1]].filter(Boolean).join(' · ') };
}
