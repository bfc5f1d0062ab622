import { describe, expect, it } from "vitest";
import { preferredLanguage } from ".";
import enEntry from "./locales/en/entry";
import enInside from "./locales/en/inside";
import ruEntry from "./locales/ru/entry";
import ruInside from "./locales/ru/inside";
import ukEntry from "./locales/uk/entry";
import ukInside from "./locales/uk/inside";

type Tree = { [key: string]: string | Tree };

const plural = /_(zero|one|two|few|many|other)$/;

function flatten(tree: Tree, path = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
}

const languages = {
  ru: new Map(flatten({ ...ruEntry, ...ruInside })),
  uk: new Map(flatten({ ...ukEntry, ...ukInside })),
  en: new Map(flatten({ ...enEntry, ...enInside })),
};
const stems = (texts: Map<string, string>) => new Set([...texts.keys()].map((key) => key.replace(plural, "")));
const placeholders = (text: string) => [...text.matchAll(/{{\s*([\w.]+)/g)].map(([, name]) => name).sort();

describe.each(["uk", "en"] as const)("texts of %s", (code) => {
  it("has the keys of Russian, no more and no fewer", () => {
    expect([...stems(languages[code])].sort()).toEqual([...stems(languages.ru)].sort());
  });

  it("fills in the same values", () => {
    for (const [key, text] of languages[code]) {
      const source = languages.ru.get(key) ?? languages.ru.get(key.replace(plural, "_many")) ?? "";
      expect([key, placeholders(text)]).toEqual([key, placeholders(source)]);
    }
  });
});

describe.each(["ru", "uk", "en"] as const)("plural forms of %s", (code) => {
  it("are all there", () => {
    const needed = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const counted = new Set(
      [...languages[code].keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, "")),
    );
    for (const stem of counted) {
      const forms = needed.filter((form) => languages[code].has(`${stem}_${form}`));
      expect([stem, forms]).toEqual([stem, needed]);
    }
  });

  it("leave no text empty", () => {
    for (const [key, text] of languages[code]) expect([key, text.trim()]).not.toEqual([key, ""]);
  });
});

describe("preferredLanguage", () => {
  it("is the remembered one, else the browser's, else Russian", () => {
    expect(preferredLanguage("uk", ["en-US"])).toBe("uk");
    expect(preferredLanguage("de", ["fr-FR", "uk-UA", "en"])).toBe("uk");
    expect(preferredLanguage(null, ["de-DE"])).toBe("ru");
  });
});
