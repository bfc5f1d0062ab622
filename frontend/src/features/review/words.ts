import { client, invalidate, type Schemas } from "@/shared/api/client";

export type Word = Schemas["Word"];

/** Lists that a company knows better than we do; the others are grammar. */
export const lists = [
  "price",
  "buy",
  "order_now",
  "stock",
  "trait",
  "deliver",
  "place",
  "reach",
  "call_me",
  "complaint",
  "trouble",
  "service",
  "spam",
  "past",
  "glad",
] as const;

/** Adds a word of the company's own, or switches one of ours off. */
export async function addWord(list: string, phrase: string, is_off = false) {
  await client.POST("/api/v1/review/words", { body: { list, phrase, is_off } });
  await invalidate("/api/v1/review/words");
}
