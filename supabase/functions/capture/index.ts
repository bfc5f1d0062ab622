// Takes leads and webhooks in while the API is down or redeployed; see ../README.md.

import { Database } from "./database.ts";
import { handle } from "./handler.ts";
import { read } from "./settings.ts";

const settings = read((name) => Deno.env.get(name));
const context = { settings, database: new Database(settings) };

// Supabase names the port itself; by hand it is CAPTURE_PORT.
const port = Number(Deno.env.get("CAPTURE_PORT") ?? 8000);
Deno.serve({ port, hostname: Deno.env.get("CAPTURE_HOST") ?? "0.0.0.0" }, (request, info) => {
  return handle(context, request, info.remoteAddr.hostname);
});
