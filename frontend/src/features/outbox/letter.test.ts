import { expect, it } from "vitest";
import { letterLinks } from "./letter";

it("finds each link of a letter once, without the full stop after it", () => {
  const link = "http://127.0.0.1:8000/auth/confirm?token_hash=ab&type=invite";
  expect(letterLinks(`Откройте ${link}.\nИли (${link}) здесь.`)).toEqual([link]);
});
