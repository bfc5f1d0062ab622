import type { Asked } from "./asked";

export const fileFormats = ["xlsx", "pdf", "csv"] as const;
export type FileFormat = (typeof fileFormats)[number];

/** Where a report lies as a file: the same questions as the page asks, in the same order of rows. */
export function exportPath(
  report: string,
  format: FileFormat,
  asked: Asked,
  sort: string | undefined,
  dir: string | undefined,
): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries({ ...asked, sort, dir })) if (value) query.set(name, value);
  return `/api/v1/reports/${report}/export?${query}`;
}
