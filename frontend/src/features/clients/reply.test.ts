import { describe, expect, it } from "vitest";
import { bytesOf, isTooLong, partsOf, routeFor, routesOf, type Thread, type Way, whyFailed, whyNot } from "./reply";

const way = (mode: Way["mode"], why_not: string | null = null): Way => ({
  mode,
  why_not,
  allowed: why_not === null,
  until: null,
  longest: mode === "comment" ? null : 1000,
});

const thread = (conversation_id: string, ways: Way[]) => ({ conversation_id, ways }) as Thread;

describe("routes", () => {
  const routes = routesOf([
    thread("a", [way("direct", "window_closed")]),
    thread("b", [way("comment"), way("private_reply")]),
  ]);

  it("lists every way of every conversation", () => {
    expect(routes.map(({ id }) => id)).toEqual(["a:direct", "b:comment", "b:private_reply"]);
  });

  it("begins with the first that is open and keeps what was chosen, closed or not", () => {
    expect(routeFor(routes, null)?.id).toBe("b:comment");
    expect(routeFor(routes, "a:direct")?.id).toBe("a:direct");
    expect(routeFor(routes, "gone:direct")?.id).toBe("b:comment");
    expect(routeFor([], null)).toBeUndefined();
  });

  it("shows a closed one where none is open: it says why", () => {
    expect(routeFor(routes.slice(0, 1), null)?.id).toBe("a:direct");
  });
});

describe("length", () => {
  it("is counted as vendors count it", () => {
    expect(bytesOf("  цена  ")).toBe(8);
    expect(partsOf("я".repeat(500), way("direct"))).toBe(1);
    expect(partsOf("я".repeat(501), way("direct"))).toBe(2);
    expect(partsOf("я".repeat(5000), way("comment"))).toBe(1);
  });

  it("matters for a private answer, which is one message", () => {
    expect(isTooLong("я".repeat(501), way("private_reply"))).toBe(true);
    expect(isTooLong("я".repeat(501), way("direct"))).toBe(false);
  });
});

describe("reasons", () => {
  it("have a sentence each, and one for what is new to us", () => {
    expect(whyNot("window_closed")).toBe("window_closed");
    expect(whyNot("something_new")).toBe("other");
    expect(whyFailed({ status: "dead", reason: "comment_gone" })).toBe("comment_gone");
    expect(whyFailed({ status: "dead", reason: null })).toBe("other");
    expect(whyFailed({ status: "ambiguous", reason: "unanswered" })).toBe("unknown");
  });
});
