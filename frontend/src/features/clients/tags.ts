/** A tag as it is stored: single blanks, no comma, at most 40 characters. */
export const cleanTag = (text: string) => text.replaceAll(",", " ").replace(/\s+/g, " ").trim().slice(0, 40).trim();
