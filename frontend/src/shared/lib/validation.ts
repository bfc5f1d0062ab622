import i18n from "i18next";
import * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;

/** The sentence for a refused value, in the reader's language. Schemas need no messages of their own. */
function message(issue: Issue): string | undefined {
  const t = i18n.getFixedT(null, "common");
  const empty = issue.input === undefined || issue.input === null || issue.input === "";
  if (empty) return t("validation.required");
  if (issue.code === "too_small" && typeof issue.input === "string") {
    return t("validation.tooShort", { count: Number(issue.minimum) });
  }
  if (issue.code === "too_big" && typeof issue.input === "string") {
    return t("validation.tooLong", { count: Number(issue.maximum) });
  }
  if (issue.code === "invalid_format" && issue.format === "email") return t("validation.email");
  return t("validation.invalid");
}

z.config({ customError: message });

/** Text that must hold something besides blanks. */
export const requiredText = (max = 200) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));

/** A password as the auth server takes them; bcrypt reads no more than 72 bytes. */
export const newPassword = () => z.string().check(z.minLength(10), z.maxLength(72));

/** An e-mail as it is stored: trimmed and in lower case. */
export const emailText = () => z.string().check(z.trim(), z.toLowerCase(), z.email());
