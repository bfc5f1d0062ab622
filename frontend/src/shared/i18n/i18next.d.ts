import "i18next";
import type entry from "./locales/ru/entry";
import type inside from "./locales/ru/inside";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof entry & typeof inside;
  }
}
