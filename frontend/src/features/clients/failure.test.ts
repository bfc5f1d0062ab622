import { describe, expect, it } from "vitest";
import { helpFor, reasonOf, routeAnew } from "./failure";
import type { Route } from "./reply";

const failed = (reason: string, channel = "whatsapp") => ({ channel, failure: { reason, words: "" } }) as never;

const route = (conversation: string, mode: string, allowed = true) =>
  ({ id: `${conversation}:${mode}`, thread: { conversation_id: conversation }, way: { mode, allowed } }) as Route;

describe("a message that did not arrive", () => {
  it("has a reason that there is a sentence for", () => {
    expect(reasonOf(failed("window_closed"))).toBe("window_closed");
    expect(reasonOf(failed("bounced_5.2.2", "email"))).toBe("refused");
    expect(reasonOf(failed("something_new"))).toBe("other");
    expect(reasonOf({ channel: "viber", failure: null })).toBe("other");
  });

  it("is helped by what helps against its reason", () => {
    expect(helpFor(failed("window_closed"))).toBe("template");
    expect(helpFor(failed("window_closed", "instagram"))).toBe("elsewhere");
    expect(helpFor(failed("unavailable"))).toBe("again");
    expect(helpFor(failed("recipient_gone", "email"))).toBe("elsewhere");
  });

  it("is written anew where that is open", () => {
    const routes = [route("a", "direct", false), route("a", "template"), route("b", "direct")];
    expect(routeAnew(routes, "a", "template")?.id).toBe("a:template");
    expect(routeAnew(routes, "b", "again")?.id).toBe("b:direct");
    expect(routeAnew(routes, "a", "elsewhere")?.id).toBe("b:direct");
    expect(routeAnew(routes.slice(0, 2), "a", "elsewhere")).toBeNull();
  });
});
