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

export async function addWord(list: string, phrase: string) {
  await client.POST("/api/v1/review/words", { body: { list, phrase } });
  await invalidate("/api/v1/review/words");
}
