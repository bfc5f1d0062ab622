import { expect, test } from "vitest";
import { testOutcome } from "./test-outcome";

test.each([
  ["sent", null, null, "sent"],
  ["pending", null, null, "waiting"],
  ["pending", null, "mx: 451", "retrying"],
  ["ambiguous", "unanswered", "502", "ambiguous"],
  ["skipped", "blocked", "403", "blocked"],
  ["dead", "refused", "550", "refused"],
] as const)("%s (%s, %s) is told as %s", (status, reason, error, key) => {
  expect(testOutcome({ status, reason, error }).key).toBe(key);
});
