import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { day, isNew, openId, text, texts } from "./search";

const search = z.object({ q: text, open: openId, new: isNew, owner: texts, from: day });

describe("parts of addresses", () => {
  it("take what lists write into them", () => {
    const value = { q: "марина", open: "a1", new: true, owner: ["a", "b"], from: "2026-11-22" };
    expect(search.parse(value)).toEqual(value);
  });

  it("read numbers and single values that the router guessed", () => {
    expect(search.parse({ q: 380, owner: "a" })).toMatchObject({ q: "380", owner: ["a"] });
  });

  it("drop broken values instead of failing", () => {
    expect(search.parse({ new: "yes", from: "yesterday", owner: 5, open: 7 })).toEqual({});
  });
});
