// What the function is told by its environment: the same names and values as the API's.

export interface Settings {
  databaseUrl: string;
  /** Behind a transaction pooler the driver must not prepare statements. */
  isPooled: boolean;
  /** Several while a key is being changed: the first seals, all of them open. */
  credentialsKeys: string[];
  leadsPerAddress: number;
  igSecrets: string[];
  metaSecrets: string[];
  metaVerifyToken: string;
  elevenlabsSecrets: string[];
}

export type Environment = (name: string) => string | undefined;

/** Reads the settings; throws when there is no database to write to. */
export function read(get: Environment): Settings {
  const databaseUrl = get("CAPTURE_DATABASE_URL")?.trim();
  if (!databaseUrl) {
    throw new Error("Set CAPTURE_DATABASE_URL to the address of the login smena_capture (see README.md).");
  }
  return {
    databaseUrl,
    isPooled: get("DATABASE_POOLER") === "transaction",
    credentialsKeys: listed(get("CREDENTIALS_KEY")),
    leadsPerAddress: Number(get("SMENA_LEADS_PER_ADDRESS") || 30),
    igSecrets: listed(get("IG_APP_SECRET")),
    metaSecrets: listed(get("META_APP_SECRET")),
    metaVerifyToken: get("META_VERIFY_TOKEN") ?? "",
    elevenlabsSecrets: listed(get("ELEVENLABS_WEBHOOK_SECRET")),
  };
}

function listed(value: string | undefined): string[] {
  return (value ?? "").split(",").map((one) => one.trim()).filter((one) => one);
}
