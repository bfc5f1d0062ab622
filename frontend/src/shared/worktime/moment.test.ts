import { expect, it } from "vitest";
import { momentOf } from "./moment";

const kyiv = "Europe/Kyiv";

it("is the company's time, whatever this browser's is", () => {
  expect(momentOf("2026-11-26", "18:30", kyiv)).toBe("2026-11-26T16:30:00.000Z");
  expect(momentOf("2026-07-26", "18:30", kyiv)).toBe("2026-07-26T15:30:00.000Z");
});

it("goes over midnight after a start", () => {
  const start = momentOf("2026-11-26", "22:00", kyiv);
  expect(momentOf("2026-11-26", "02:15", kyiv, start)).toBe("2026-11-27T00:15:00.000Z");
  expect(momentOf("2026-11-26", "23:15", kyiv, start)).toBe("2026-11-26T21:15:00.000Z");
});
