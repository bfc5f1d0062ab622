export interface Letter {
  id: string;
  to: string;
  subject: string;
  text: string;
  created_at: string;
}

/** The addresses a letter's text names, without the punctuation after them. */
export const letterLinks = (text: string): string[] => [
  ...new Set([...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) => link.replace(/[.,;:!?)\]]+$/, ""))),
];
