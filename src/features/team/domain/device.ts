export type Device = { browser: string | null; system: string | null; isPhone: boolean }

// In this order: browsers name their ancestors too.
const browsers: readonly [RegExp, string][] = [
  [/YaBrowser\//, 'Яндекс Браузер'],
  [/(Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/(OPR|Opera|OPT)\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
]
const systems: readonly [RegExp, string][] = [
  [/Windows NT|Windows Phone/, 'Windows'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]
const nameOf = (list: readonly [RegExp, string][], text: string): string | null =>
  list.find(([sign]) => sign.test(text))?.[1] ?? null

/** The browser and the system that a User-Agent header names, as people call them. */
export function readDevice(userAgent: string): Device {
  return {
    browser: nameOf(browsers, userAgent),
    system: nameOf(systems, userAgent),
    isPhone: /iPhone|iPod|Android.*Mobile|Windows Phone/.test(userAgent),
  }
}
