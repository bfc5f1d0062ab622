import { AuthError, isAuthRetryableFetchError } from "@supabase/auth-js";
import { ApiError } from "@/shared/api/errors";

export type AuthFailure =
  | "invalid_credentials"
  | "inactive"
  | "email_not_confirmed"
  | "rate_limit"
  | "network"
  | "link"
  | "weak_password"
  | "same_password"
  | "unknown";

const byCode: Record<string, AuthFailure> = {
  invalid_credentials: "invalid_credentials",
  user_banned: "inactive",
  email_not_confirmed: "email_not_confirmed",
  over_request_rate_limit: "rate_limit",
  over_email_send_rate_limit: "rate_limit",
  otp_expired: "link",
  weak_password: "weak_password",
  same_password: "same_password",
};

/** What went wrong at the auth server, as something we have a sentence for. */
export function authFailure(error: unknown): AuthFailure {
  if (error instanceof ApiError) return error.status === 0 ? "network" : "unknown";
  if (isAuthRetryableFetchError(error)) return "network";
  if (!(error instanceof AuthError)) return error instanceof TypeError ? "network" : "unknown";
  if (error.code && byCode[error.code]) return byCode[error.code] as AuthFailure;
  if (error.status === 429) return "rate_limit";
  // The access token hook refuses people who were deactivated.
  if (error.status === 403) return "inactive";
  return "unknown";
}
