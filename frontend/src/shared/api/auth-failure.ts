import { ApiError } from "./errors";

export type AuthFailure =
  | "invalid_credentials"
  | "inactive"
  | "email_not_confirmed"
  | "rate_limit"
  | "network"
  | "link"
  | "weak_password"
  | "same_password"
  | "wrong_code"
  | "email_taken"
  | "email_invalid"
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
  reauthentication_not_valid: "wrong_code",
  email_exists: "email_taken",
  email_address_invalid: "email_invalid",
  validation_failed: "email_invalid",
};

// Told apart by shape: the classes would bring the whole client to the sign-in page.
interface AuthProblem {
  name: string;
  code?: string;
  status?: number;
}

const isAuthProblem = (error: unknown): error is AuthProblem =>
  typeof error === "object" && error !== null && "__isAuthError" in error;

/** What went wrong at the auth server, as something we have a sentence for. */
export function authFailure(error: unknown): AuthFailure {
  if (error instanceof ApiError) return error.status === 0 ? "network" : "unknown";
  if (!isAuthProblem(error)) return error instanceof TypeError ? "network" : "unknown";
  if (error.name === "AuthRetryableFetchError") return "network";
  if (error.code && byCode[error.code]) return byCode[error.code] as AuthFailure;
  if (error.status === 429) return "rate_limit";
  // The access token hook refuses people who were deactivated.
  if (error.status === 403) return "inactive";
  return "unknown";
}

/** A session older than a day: the new password needs the code that `reauthenticate()` mails. */
export const needsMailedCode = (error: unknown) => isAuthProblem(error) && error.code === "reauthentication_needed";
