import type { Database } from "./database.ts";
import type { Settings } from "./settings.ts";

/** What every request needs. */
export interface Context {
  settings: Settings;
  database: Database;
}
