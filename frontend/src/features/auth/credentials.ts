import { zodResolver } from "@hookform/resolvers/zod";
import * as z from "zod/mini";
import { emailText } from "@/shared/lib/validation";

/** What the sign-in form sends. */
export const checkCredentials = zodResolver(
  z.object({ email: emailText(), password: z.string().check(z.minLength(1)) }),
);
