import type { Schemas } from "@/shared/api/client";

type Outcome = Schemas["TestOutcome"];

/** What to say of a test message: it left, nobody works on it, it waits for another try, may have arrived, or was refused. */
export function testOutcome({ status, reason, error }: Outcome) {
  if (status === "sent") return { key: "sent", tone: "good" } as const;
  if (status === "pending") return { key: error ? "retrying" : "waiting", tone: "bad" } as const;
  if (status === "ambiguous") return { key: "ambiguous", tone: undefined } as const;
  return { key: reason === "blocked" ? "blocked" : "refused", tone: "bad" } as const;
}
