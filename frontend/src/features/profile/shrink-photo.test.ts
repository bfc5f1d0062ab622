import { expect, it } from "vitest";
import { middleSquare } from "./shrink-photo";

it("a photo becomes the square in its middle", () => {
  expect(middleSquare(4000, 3000)).toEqual({ x: 500, y: 0, edge: 3000, size: 512 });
  expect(middleSquare(900, 1600)).toEqual({ x: 0, y: 350, edge: 900, size: 512 });
});

it("a small photo is not blown up", () => {
  expect(middleSquare(300, 200).size).toBe(200);
});
