import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { storage } from "@/shared/lib/storage";

export const languages = { ru: "Русский", uk: "Українська", en: "English" } as const;
export type Language = keyof typeof languages;

// public/first-paint.js reads the same key.
const key = "smena.language";

/** The tag given to Intl and React Aria: English here means 24 hours and weeks from Monday. */
export const intlLocale = (language: string) => (language === "en" ? "en-GB" : language);

// "entry" is what the pages before the sign-in need; the rest comes with the shell.
const parts = {
  entry: {
    ru: () => import("./locales/ru/entry"),
    uk: () => import("./locales/uk/entry"),
    en: () => import("./locales/en/entry"),
  },
  inside: {
    ru: () => import("./locales/ru/inside"),
    uk: () => import("./locales/uk/inside"),
    en: () => import("./locales/en/inside"),
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
  await Promise.all([load("entry", language), ...(isInside ? [load("inside", language)] : [])]);
  await i18n.changeLanguage(language);
  storage.set(key, language);
  document.documentElement.lang = language;
}

/** The texts of the screens behind the sign-in; called by the shell's route. */
export async function loadInsideTexts() {
  if (isInside) return;
  await load("inside", currentLanguage());
  isInside = true;
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
  await i18n.use(initReactI18next).init({
    fallbackLng: false,
    resources: {},
    defaultNS: "common",
    interpolation: { escapeValue: false },
  });
  await setLanguage(preferredLanguage(storage.get(key), navigator.languages));
}
