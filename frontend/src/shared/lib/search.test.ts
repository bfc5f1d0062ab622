import { describe, expect, it } from "vitest";
import { day, isNew, openId, searchOf, text, texts } from "./search";

const search = searchOf({ q: text, open: openId, new: isNew, owner: texts, from: day });

describe("parts of addresses", () => {
  it("take what lists write into them", () => {
    const value = { q: "марина", open: "a1", new: true, owner: ["a", "b"], from: "2026-11-22" };
    expect(search(value)).toEqual(value);
  });

  it("read numbers and single values that the router guessed", () => {
    expect(search({ q: 380, owner: "a" })).toMatchObject({ q: "380", owner: ["a"] });
  });

  it("drop broken values instead of failing", () => {
    expect(search({ q: {}, unknown: 1, new: "yes", from: "2026-02-30", owner: 5, open: 7 })).toEqual({});
  });
});
