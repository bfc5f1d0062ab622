// Order matters: Edge and Opera call themselves Chrome, Chrome calls itself Safari.
const browsers: [pattern: RegExp, name: string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/YaBrowser\//, "Yandex"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [pattern: RegExp, name: string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

const first = (text: string, known: typeof browsers) => known.find(([pattern]) => pattern.test(text))?.[1];

/** "Chrome, Windows" from what the browser calls itself; empty when it says nothing we know. */
export const deviceName = (userAgent: string | null): string =>
  [first(userAgent ?? "", browsers), first(userAgent ?? "", systems)].filter(Boolean).join(", ");

export const isPhone = (userAgent: string | null) => /Mobi|Android|iPhone|iPad/.test(userAgent ?? "");
