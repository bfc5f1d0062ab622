// The database as the login `smena_capture` sees it: a handful of functions that take things in.

import postgres from "postgres";
import type { Settings } from "./settings.ts";

export interface Site {
  sourceId: string;
  origins: string[];
  perMinute: number;
  secret: Sealed | null;
}

export interface Sealed {
  nonce: Uint8Array;
  ciphertext: Uint8Array;
}

export interface HookSource {
  channel: string;
  secret: Sealed | null;
}

export interface Submission {
  publicKey: string;
  sourceId: string;
  kind: string;
  dedupeKey: string;
  headers: Record<string, string>;
  contentType: string;
  body: Uint8Array;
  address: string | null;
  doubt: string | null;
  keyLimit: number;
  addressLimit: number | null;
}

/** The queries of the function. A connection comes back clean by itself: every call is one statement. */
export class Database {
  #sql: postgres.Sql;

  constructor(settings: Settings) {
    this.#sql = postgres(settings.databaseUrl, {
      max: 4,
      idle_timeout: 20,
      connect_timeout: 5,
      prepare: !settings.isPooled,
      // Which types the server has is asked for by nobody here.
      fetch_types: false,
      onnotice: () => {},
      // A pooler takes no settings at the start of a connection; time-outs are the login's.
      connection: settings.isPooled ? {} : { application_name: "smena capture" },
    });
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 2 });
  }

  /** The site behind a public key; null when it is unknown, revoked, or its source is paused. */
  async site(publicKey: string): Promise<Site | null> {
    const [row] = await this.#sql`
      select source_id, array_to_json(origins)::text as origins, per_minute, secret_nonce, secret_ciphertext
      from app.site_key(${publicKey})`;
    return row === undefined ? null : {
      sourceId: row.source_id,
      origins: JSON.parse(row.origins),
      perMinute: row.per_minute,
      secret: sealed(row.secret_nonce, row.secret_ciphertext),
    };
  }

  /** Every origin that some live key names: what a preflight may know. */
  async origins(): Promise<string[]> {
    const [row] = await this.#sql`select array_to_json(app.site_origins())::text as origins`;
    return JSON.parse(row?.origins ?? "[]");
  }

  /** The id of the stored event, the earlier one for a repeated submission; null when the sender is over every limit. */
  async receive(sent: Submission): Promise<string | null> {
    const [row] = await this.#sql`
      select event_id from app.receive_submission(${sent.publicKey}, ${sent.sourceId}, ${sent.kind}, ${sent.dedupeKey},
        ${
      JSON.stringify(sent.headers)
    }::text::jsonb, ${sent.contentType}, ${sent.body}, ${sent.address}::text::inet, ${sent.doubt},
        ${sent.keyLimit}, ${sent.addressLimit})`;
    return row?.event_id ?? null;
  }

  /** The channel and the sealed secret of a source that takes webhooks at an address of its own. */
  async hookSource(sourceId: string): Promise<HookSource | null> {
    const [row] = await this.#sql`select channel, nonce, ciphertext from app.hook_source(${sourceId})`;
    return row === undefined ? null : { channel: row.channel, secret: sealed(row.nonce, row.ciphertext) };
  }

  /** Keeps a delivery whole; a worker splits it by the channel's adapter. */
  async keep(channel: string, sourceId: string | null, contentType: string, body: Uint8Array): Promise<void> {
    await this.#sql`select app.receive_delivery(${channel}, ${sourceId}, ${contentType}, ${body})`;
  }
}

function sealed(nonce: Uint8Array | null, ciphertext: Uint8Array | null): Sealed | null {
  return nonce && ciphertext ? { nonce, ciphertext } : null;
}
