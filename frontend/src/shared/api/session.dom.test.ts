import { renderHook } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { act } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { server } from "@/testing/server";
import { send } from "./client";
import { ApiError } from "./errors";
import { useOnline } from "./network";
import { markSessionLive, useSessionState } from "./session";

const config = { supabase_url: "", publishable_key: "k", needs_setup: false, languages: [] };
const refuse = (status: number, code: string) =>
  server.use(http.get("*/api/v1/clients", () => HttpResponse.json({ error: { code, message: "x" } }, { status })));

beforeEach(() => {
  markSessionLive();
  server.use(http.get("*/api/v1/config", () => HttpResponse.json(config)));
});

async function failingCall() {
  const state = renderHook(() => useSessionState());
  let error: unknown;
  await act(async () => {
    error = await send("/api/v1/clients").catch((cause: unknown) => cause);
  });
  expect(error).toBeInstanceOf(ApiError);
  return state.result.current;
}

describe("a refused call", () => {
  it("asks to sign in again when the session is over", async () => {
    refuse(401, "not_signed_in");
    expect(await failingCall()).toBe("expired");
  });

  it("takes the page away when the profile was switched off", async () => {
    refuse(403, "profile_inactive");
    expect(await failingCall()).toBe("inactive");
  });

  it("leaves the session alone when only this action is forbidden", async () => {
    refuse(403, "forbidden");
    expect(await failingCall()).toBe("live");
  });

  it("says that the network is gone, and back with the next answer", async () => {
    const online = renderHook(() => useOnline());
    server.use(http.get("*/api/v1/clients", () => HttpResponse.error()));
    await failingCall();
    expect(online.result.current).toBe(false);
    server.use(http.get("*/api/v1/clients", () => HttpResponse.json({ items: [] })));
    await act(async () => void (await send("/api/v1/clients")));
    expect(online.result.current).toBe(true);
  });
});
