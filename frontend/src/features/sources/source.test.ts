import { expect, it } from "vitest";
import { providerOf } from "./provider";
import { refusalOf } from "./search";
import {
  adapterOf,
  byState,
  choicesOf,
  isConnection,
  isLinked,
  knownReason,
  linesOf,
  liveKeys,
  type SiteKey,
  type Source,
  troubleOf,
} from "./source";

const key = (id: string, revoked_at: string | null): SiteKey => ({
  id,
  public_key: `site_${id}`,
  origins: [],
  per_minute: 30,
  version: 1,
  revoked_at,
  created_at: "2026-11-01T10:00:00Z",
});

it("a replaced key lives until its time of grace ends", () => {
  const keys = [key("new", null), key("old", "2026-11-23T10:00:00Z"), key("dead", "2026-11-21T10:00:00Z")];
  expect(liveKeys(keys, Date.parse("2026-11-22T10:00:00Z")).map(({ id }) => id)).toEqual(["new", "old"]);
  expect(liveKeys(null)).toEqual([]);
});

it("origins are typed one a line, or however people separate things", () => {
  expect(linesOf(" https://a.example \n\nb.example, c.example;")).toEqual([
    "https://a.example",
    "b.example",
    "c.example",
  ]);
  expect(linesOf("  ")).toEqual([]);
});

it("only channels that bring leads are connections, a package's among them", () => {
  expect(isConnection({ channel: "site", settings: {} })).toBe(true);
  expect(isConnection({ channel: "manual", settings: null })).toBe(false);
  expect(isConnection({ channel: "other", settings: {} })).toBe(false);
  expect(isConnection({ channel: "other", settings: { adapter: "talk" } })).toBe(true);
  expect(adapterOf({ channel: "other", settings: { adapter: "talk" } })).toBe("talk");
});

it("what is wrong with a connection is told by its state, then by its last error", () => {
  expect(troubleOf({ state: "reauth_required", last_error: "x" })).toBe("reauth_required");
  expect(troubleOf({ state: "active", last_error: "KeyError: 'x'" })).toBe("unread");
  expect(troubleOf({ state: "active", last_error: null })).toBeUndefined();
  expect(troubleOf({ state: "paused", last_error: "x" })).toBeUndefined();
});

it("a refusal without a sentence is a refusal all the same", () => {
  expect([undefined, "denied", "quota"].map(refusalOf)).toEqual([undefined, "denied", "refused"]);
});

it("the provider of an address says where its password is made", () => {
  expect(providerOf("shop@gmail.com")).toBe("google");
  expect(providerOf("shop@ukr.net ")).toBe("ukrnet");
  expect(["shop@shop.example", "shop", "", undefined].map(providerOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it("a reason without a sentence is shown as it came", () => {
  expect(knownReason("honeypot")).toBe("honeypot");
  expect(knownReason("KeyError: 'x'")).toBeUndefined();
});

it("what works stands before what is still to come", () => {
  const sources = [
    { name: "Telegram", state: "not_connected" },
    { name: "Сайт", state: "active" },
    { name: "Лендинг", state: "error" },
  ] as Source[];
  expect(byState(sources).map(({ name }) => name)).toEqual(["Лендинг", "Сайт", "Telegram"]);
});

it("settings that are not there, or mean nothing to us, are the usual ones", () => {
  expect(choicesOf({ settings: null })).toEqual({ take: "both", leads: "auto" });
  expect(choicesOf({ settings: { take: "direct", leads: "maybe" } })).toEqual({ take: "direct", leads: "auto" });
});

it("an account is linked while its vendor may still answer for it", () => {
  expect(
    (["active", "paused", "degraded", "reauth_required", "error"] as const).map((state) => isLinked({ state })),
  ).toEqual([true, true, true, true, true]);
  expect(isLinked({ state: "connecting" })).toBe(false);
  expect(isLinked({ state: "disconnected" })).toBe(false);
});
