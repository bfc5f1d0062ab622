import { AuthApiError, AuthRetryableFetchError } from "@supabase/auth-js";
import { describe, expect, it } from "vitest";
import { authFailure } from "./auth-failure";
import { networkError } from "./errors";

const api = (status: number, code?: string) => new AuthApiError("text", status, code);

describe("authFailure", () => {
  it.each([
    [api(400, "invalid_credentials"), "invalid_credentials"],
    [api(400, "user_banned"), "inactive"],
    [api(403), "inactive"],
    [api(429, "over_request_rate_limit"), "rate_limit"],
    [api(429), "rate_limit"],
    [api(403, "otp_expired"), "link"],
    [api(422, "weak_password"), "weak_password"],
    [api(500, "unexpected_failure"), "unknown"],
    [new AuthRetryableFetchError("Failed to fetch", 0), "network"],
    [networkError(null), "network"],
    [new TypeError("Failed to fetch"), "network"],
    [new Error("x"), "unknown"],
  ])("%o is %s", (error, failure) => expect(authFailure(error)).toBe(failure));
});
