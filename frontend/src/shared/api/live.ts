import { useEffect, useRef } from "react";
import { accessToken } from "./auth";
import { invalidate, send } from "./client";
import { checkConnection } from "./network";
import { createEventParser, type ServerEvent } from "./sse";

/** A hint that something this person may see has changed; it may come twice. */
export interface Change {
  id: number;
  topic: Topic;
  /** Null when many rows of the topic changed at once. */
  row_id: string | null;
  /** Whose row it is. */
  user_id: string;
}

export type Topic = "client" | "deal" | "task" | "notification" | "profile" | "work_day" | "interaction" | "source";

// What travels between tabs: a change, or that too much was missed to tell.
type Message = Change | "reset";

type Handler = (change: Change) => void;
type Publish = (message: Message) => void;

const handlers = new Map<Topic, Set<Handler>>();
// The server says "ready" at once and something every 15 seconds. What keeps even the first word back (a proxy that
// collects the whole answer first) is no road for a stream.
const firstWord = 8_000;
const silence = 60_000;
const shortLife = 10_000;
const pollEvery = 15_000;
const pollAfterFailures = 3;
const longestPause = 30_000;

/** Pause before the next attempt: doubles from one second, with jitter so that tabs and people do not come at once. */
export const backOff = (failures: number, random = Math.random()) =>
  Math.min(longestPause, 1000 * 2 ** Math.max(0, failures - 1)) * (0.5 + random / 2);

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

// Which answers of the API a topic makes stale.
const concerned: Record<Topic, string[]> = {
  client: ["/api/v1/clients", "/api/v1/conversations", "/api/v1/dashboard", "/api/v1/segments"],
  interaction: ["/api/v1/clients", "/api/v1/conversations", "/api/v1/dashboard", "/api/v1/lead-sources"],
  deal: ["/api/v1/deals", "/api/v1/clients", "/api/v1/dashboard"],
  task: ["/api/v1/tasks", "/api/v1/deals", "/api/v1/clients", "/api/v1/dashboard"],
  source: ["/api/v1/lead-sources"],
  notification: ["/api/v1/notifications", "/api/v1/notification-settings", "/api/v1/me"],
  profile: ["/api/v1/me", "/api/v1/team"],
  work_day: ["/api/v1/worktime", "/api/v1/team", "/api/v1/dashboard"],
};

const stale = new Set<string>();

// A bulk change arrives as many events: one refetch half a second later serves them all.
function markStale(topic: Topic) {
  if (stale.size === 0) setTimeout(refreshStale, 500);
  for (const path of concerned[topic] ?? []) stale.add(path);
}

function refreshStale() {
  void invalidate(...stale);
  stale.clear();
}

/** Hands a change to the screens that follow its topic and marks the answers it concerns stale. */
export function dispatchMessage(message: Message) {
  if (message === "reset") return void invalidate("/api/v1/");
  markStale(message.topic);
  for (const handler of handlers.get(message.topic) ?? []) handler(message);
}

/** The API's frames: `ready` and `bye` frame a stream, `reset` asks to read everything again. */
export function readMessage({ event, data }: Pick<ServerEvent, "event" | "data">): Message | null {
  if (event === "reset") return "reset";
  return event === "change" ? (JSON.parse(data) as Change) : null;
}

interface Position {
  last: string;
  /** When the stream spoke first; null while it has not. */
  heardAt: number | null;
}

/** Reads the stream until it ends or falls silent. */
async function stream(position: Position, signal: AbortSignal, publish: Publish) {
  const watchdog = new AbortController();
  let timer = setTimeout(() => watchdog.abort(), firstWord);
  position.heardAt = null;
  try {
    const response = await fetch("/api/v1/live", {
      headers: {
        Accept: "text/event-stream",
        Authorization: `Bearer ${await accessToken()}`,
        ...(position.last ? { "Last-Event-ID": position.last } : {}),
      },
      cache: "no-store",
      signal: AbortSignal.any([signal, watchdog.signal]),
    });
    if (!response.ok || !response.body) throw new Error(`live: ${response.status}`);
    const parse = createEventParser((event) => {
      if (event.id) position.last = event.id;
      const message = readMessage(event);
      if (message) publish(message);
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => watchdog.abort(), silence);
      position.heardAt ??= Date.now();
      parse(chunk.value);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The fall-back where no stream gets through: asks what happened after the last known event. */
async function poll(position: Position, publish: Publish) {
  const response = await send(`/api/v1/live/changes${position.last ? `?after=${position.last}` : ""}`);
  const { items, last, reset } = (await response.json()) as { items: Change[]; last: number; reset: boolean };
  if (reset) publish("reset");
  for (const item of items) publish(item);
  position.last = String(last);
}

// The newest event before the first screen asked for its data.
let beforeFirstScreen = "";

/**
 * Remembers where the events stand; called before the first screen loads. Without it what happens between a screen's
 * answer and the opening of the stream would never be told.
 */
export async function markLivePosition() {
  if (beforeFirstScreen) return;
  const response = await send("/api/v1/live/changes").catch(() => null);
  if (response) beforeFirstScreen = String(((await response.json()) as { last: number }).last);
}

async function follow(signal: AbortSignal, publish: Publish) {
  const position: Position = { last: beforeFirstScreen, heardAt: null };
  let failures = 0;
  while (!signal.aborted) {
    await stream(position, signal, publish).catch(() => undefined);
    if (signal.aborted) return;
    // Often the first to notice that the network is gone; a late answer may just have said that it is there.
    void checkConnection();
    // A stream that lived for a while and ended is a restart of the server, not a broken road.
    failures = position.heardAt && Date.now() - position.heardAt > shortLife ? 1 : failures + 1;
    if (failures >= pollAfterFailures) {
      await poll(position, publish).catch(() => undefined);
      await sleep(Math.max(pollEvery, backOff(failures)), signal);
    } else {
      await sleep(backOff(failures), signal);
    }
  }
}

/**
 * Follows the live updates of one person. Of all tabs one holds the stream and tells the others: browsers allow
 * six connections to a host, and a seventh tab would hang.
 */
export function startLive(userId: string): () => void {
  const name = `smena.live.${userId}`;
  const ending = new AbortController();
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Message>) => dispatchMessage(data);
  const publish: Publish = (message) => {
    channel.postMessage(message);
    dispatchMessage(message);
  };
  const run = () => follow(ending.signal, publish);
  if (navigator.locks) navigator.locks.request(name, { signal: ending.signal }, run).catch(() => undefined);
  else void run();
  return () => {
    ending.abort();
    channel.close();
  };
}

/**
 * Calls the handler for every change of a topic ("client", "deal", "task", "notification", ...).
 * Cached answers that a topic concerns are refreshed without it; use it for sounds, toasts and highlights.
 */
export function useLive(topic: Topic, handler: Handler) {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const run: Handler = (change) => latest.current(change);
    const set = handlers.get(topic) ?? new Set();
    handlers.set(topic, set.add(run));
    return () => void set.delete(run);
  }, [topic]);
}
