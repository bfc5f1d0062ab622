import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from "react";
import { whenQuiet } from "./quiet";

type Load<Props> = () => Promise<ComponentType<Props>>;

// One after the other: what somebody presses in the meantime must not wait for all of them.
let queue = whenQuiet;

const done = () => undefined;

const untilOnline = () =>
  new Promise<void>((resolve) => {
    if (navigator.onLine) resolve();
    else window.addEventListener("online", () => resolve(), { once: true });
  });

/** Code that cannot be had without a network comes when the network does: a part that failed once would fail for good. */
async function patiently<Props>(load: Load<Props>) {
  try {
    return await load();
  } catch (error) {
    if (navigator.onLine) throw error;
    await untilOnline();
    return load();
  }
}

/**
 * A component whose code comes when it is first shown: `lazyPart(async () => (await import("./sheet")).Sheet)`. What a
 * screen opens without (sheets, forms, menus, calendars) is declared so, and fetched when all is quiet.
 */
export function lazyPart<Props extends object>(load: Load<Props>): LazyExoticComponent<ComponentType<Props>> {
  queue = queue.then(untilOnline).then(load).then(done, done);
  return lazy(async () => ({ default: await patiently(load) }));
}

/** The same for what opens over the page: until its code is here nothing shows, and nothing else waits for it. */
export function overlayPart<Props extends object>(load: Load<Props>) {
  const Part = lazyPart(load);
  return (props: Props) => (
    <Suspense>
      <Part {...props} />
    </Suspense>
  );
}

/** For `onHoverStart` of what opens a part. */
export const ahead = (load: () => Promise<unknown>) => () => void load().catch(done);
