import type { Schemas } from "@/shared/api/client";

export type Template = Schemas["MessageTemplate"];

/** A template may exist in several languages under one name. */
export const templateId = ({ name, language }: Pick<Template, "name" | "language">) => `${name} ${language}`;

/** As the client will read it; a blank that is not filled in stays. */
export const asRead = ({ body, blanks }: Template, values: readonly string[]) =>
  body.replace(/\{\{\s*(\w+)\s*\}\}/g, (blank, name: string) => values[blanks.indexOf(name)]?.trim() || blank);

export const isFilled = ({ blanks }: Template, values: readonly string[]) =>
  blanks.every((_, index) => values[index]?.trim());

/** What goes above it, in words that we have. */
export const headerOf = ({ kind }: NonNullable<Template["header"]>) =>
  kind === "image" || kind === "video" ? kind : "file";
