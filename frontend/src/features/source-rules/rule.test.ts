import { expect, test } from "vitest";
import { between, type Rule, splitValues, stepped } from "./rule";

const rule = (id: string, position: number) => ({ id, position }) as Rule;
const list = [rule("a", 100), rule("b", 110), rule("c", 1000)];

test("a rule goes one step, between its new neighbours", () => {
  expect(stepped(list, "c", -1)).toBe(105);
  expect(stepped(list, "b", -1)).toBe(50);
  expect(stepped(list, "a", 1)).toBe(555);
  expect(stepped(list, "b", 1)).toBe(500_500);
  expect(stepped(list, "a", -1)).toBeNull();
  expect(stepped(list, "c", 1)).toBeNull();
  expect(between(undefined, list[0])).toBe(50);
});

test("values are read by commas", () => {
  expect(splitValues(" ppc, paid* ,, ")).toEqual(["ppc", "paid*"]);
});
