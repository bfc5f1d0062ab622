import i18n, { type BackendModule, type ResourceKey } from "i18next";
import { initReactI18next } from "react-i18next";
import { storage } from "@/shared/lib/storage";

export const languages = { ru: "Русский", uk: "Українська", en: "English" } as const;
export type Language = keyof typeof languages;

// public/first-paint.js reads the same key.
const key = "smena.language";

/** The tag given to Intl and React Aria: English here means 24 hours and weeks from Monday. */
export const intlLocale = (language: string) => (language === "en" ? "en-GB" : language);

// "entry" is what the pages before the sign-in need, "core" what the shell needs; a feature's own texts come by
// themselves with the first `useTranslation` that asks for them.
const parts = {
  entry: {
    ru: () => import("./locales/ru/entry"),
    uk: () => import("./locales/uk/entry"),
    en: () => import("./locales/en/entry"),
  },
  core: {
    ru: () => import("./locales/ru/core"),
    uk: () => import("./locales/uk/core"),
    en: () => import("./locales/en/core"),
  },
};

const features = import.meta.glob<ResourceKey>(
  ["./locales/*/*.json", "!./locales/*/{auth,common,crm,notifications,search,setup,shell}.json"],
  { import: "default" },
);

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, namespace, done) {
    const load = features[`./locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`no texts ${namespace} in ${language}`), false);
    load().then(
      (texts) => done(null, texts),
      (error) => done(error, true),
    );
  },
};

let isInside = false;

const isLanguage = (value: string | null | undefined): value is Language => !!value && value in languages;

export const currentLanguage = () => i18n.language as Language;

async function load(part: keyof typeof parts, language: Language) {
  const { default: namespaces } = await parts[part][language]();
  for (const [name, texts] of Object.entries(namespaces)) i18n.addResourceBundle(language, name, texts);
}

/** Loads a language's texts if need be and shows it. */
export async function setLanguage(language: Language) {
  await Promise.all([load("entry", language), ...(isInside ? [load("core", language)] : [])]);
  await i18n.changeLanguage(language);
  storage.set(key, language);
  document.documentElement.lang = language;
}

/** The texts of the shell; called by its route before it is shown. */
export async function loadShellTexts() {
  if (isInside) return;
  await load("core", currentLanguage());
  isInside = true;
}

/** Sends for the texts of the screen at an address while its code is on its way. */
export function preloadTexts(pathname: string) {
  const name = pathname.split("/")[1] || "dashboard";
  if (`./locales/${i18n.language}/${name}.json` in features) void i18n.loadNamespaces(name);
}

/** The profile's language wins over what this browser remembers. */
export async function adoptLanguage(language: string | null | undefined) {
  if (isLanguage(language) && language !== i18n.language) await setLanguage(language);
}

/** The remembered language, else the first of the browser's that we have, else Russian. */
export function preferredLanguage(remembered: string | null, browser: readonly string[]): Language {
  if (isLanguage(remembered)) return remembered;
  return browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "ru";
}

export async function startI18n() {
  await i18n
    .use(initReactI18next)
    .use(backend)
    .init({
      fallbackLng: false,
      resources: {},
      partialBundledLanguages: true,
      ns: ["common"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
    });
  await setLanguage(preferredLanguage(storage.get(key), navigator.languages));
}
