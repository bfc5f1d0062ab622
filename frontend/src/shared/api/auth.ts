import { AuthClient, type Session } from "@supabase/auth-js";
import { loadConfig } from "./config";

type Client = InstanceType<typeof AuthClient>;

let starting: Promise<Client> | null = null;

async function start() {
  const { supabase_url, publishable_key } = await loadConfig();
  // Embedded installations answer on our own address and may name it relatively.
  const base = new URL(supabase_url || "/", window.location.origin).href.replace(/\/$/, "");
  return new AuthClient({
    url: `${base}/auth/v1`,
    headers: { apikey: publishable_key },
    storageKey: "smena-auth",
    // Mail links carry a token hash that a button press redeems; nothing is ever read from the address by itself.
    detectSessionInUrl: false,
  });
}

/** The Supabase Auth client of this installation. */
export function authClient(): Promise<Client> {
  starting ??= start().catch((error) => {
    starting = null;
    throw error;
  });
  return starting;
}

/** The session, refreshed if it was about to end; null when nobody is signed in. */
export async function currentSession(): Promise<Session | null> {
  const { data } = await (await authClient()).getSession();
  return data.session;
}

export async function accessToken(): Promise<string | null> {
  return (await currentSession())?.access_token ?? null;
}
