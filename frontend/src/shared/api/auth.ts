import type { AuthClient, Session } from "@supabase/auth-js";
import { storage } from "@/shared/lib/storage";
import { loadConfig } from "./config";

type Client = InstanceType<typeof AuthClient>;

let starting: Promise<Client> | null = null;

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Where Supabase answers this page. An embedded installation answers on the page's own address; when it is named
 * as 127.0.0.1 and opened as localhost (or the other way round), the page's name is the one that works.
 */
export function supabaseBase(configured: string, origin: string): string {
  const url = new URL(configured || "/", origin);
  const page = new URL(origin);
  const isSame = loopback.has(url.hostname) && loopback.has(page.hostname) && url.port === page.port;
  return (isSame ? origin : url.href).replace(/\/$/, "");
}

const storageKey = "smena-auth";

async function start() {
  // The client is a fifth of the sign-in page and nothing on that page needs it before the button is pressed.
  const [{ AuthClient }, { supabase_url, publishable_key }] = await Promise.all([
    import("@supabase/auth-js"),
    loadConfig(),
  ]);
  return new AuthClient({
    url: `${supabaseBase(supabase_url, window.location.origin)}/auth/v1`,
    headers: { apikey: publishable_key },
    storageKey,
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

// The client renews a token that has less than a minute and a half left.
const surelyGood = 120_000;

/** The session that the client has stored, when its token needs no renewal: a screen opens without the client then. */
export function storedSession(stored: string, now = Date.now()): Session | null {
  try {
    const session = JSON.parse(stored) as Session;
    return (session.expires_at ?? 0) * 1000 - now > surelyGood ? session : null;
  } catch {
    return null;
  }
}

/** The session, refreshed if it was about to end; null when nobody is signed in. */
export async function currentSession(): Promise<Session | null> {
  if (!starting) {
    const stored = storage.get(storageKey);
    if (stored === null) return null;
    const session = storedSession(stored);
    if (session) return session;
  }
  const { data } = await (await authClient()).getSession();
  return data.session;
}

export async function accessToken(): Promise<string | null> {
  return (await currentSession())?.access_token ?? null;
}
