const minute = 60_000;
// Timers of a busy browser fire late.
const lateness = 5000;

interface BeatsOptions {
  isVisible: () => boolean;
  /** Tells the API. What becomes of it does not matter here: a lost beat is a minute without activity. */
  send: () => void;
  /** What the tabs of this browser share, reloads included: when one of them beat last. */
  shared: { get: () => number; set: (at: number) => void };
}

/**
 * When to say «somebody works here»: at the first input, then at most once a minute, and only while there is input in
 * that minute and the tab is visible. Nothing is kept for later: the time that counts is the server's.
 */
export function createBeats({ isVisible, send, shared }: BeatsOptions) {
  let ownAt = Number.NEGATIVE_INFINITY;
  let inputAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const beat = () => {
    ownAt = Date.now();
    shared.set(ownAt);
    send();
  };
  // Negative: the clock of this machine was set back.
  const wait = () => {
    const passed = Date.now() - Math.max(ownAt, shared.get());
    return passed < 0 ? 0 : minute - passed;
  };
  const later = () => {
    timer = undefined;
    // A machine that slept wakes with old timers and no new input; and another tab may have said it.
    if (isVisible() && Date.now() - inputAt < minute + lateness && wait() <= 0) beat();
  };
  return {
    /** There was a sign of a person in this tab. */
    input() {
      inputAt = Date.now();
      if (!isVisible() || timer) return;
      if (wait() <= 0) beat();
      else timer = setTimeout(later, wait());
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
