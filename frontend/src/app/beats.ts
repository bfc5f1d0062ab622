const minute = 60_000;

interface BeatsOptions {
  isVisible: () => boolean;
  /** Tells the API. What becomes of it does not matter here: a lost beat is a minute without activity. */
  send: () => void;
  /** Tells the other tabs, so that they do not say the same. */
  tell: () => void;
}

/**
 * When to say «somebody works here»: at the first input, then at most once a minute, and only while there is input in
 * that minute and the tab is visible. Nothing is kept for later: the time that counts is the server's.
 */
export function createBeats({ isVisible, send, tell }: BeatsOptions) {
  let sentAt = Number.NEGATIVE_INFINITY;
  let inputAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const beat = () => {
    sentAt = Date.now();
    tell();
    send();
  };
  const later = () => {
    timer = undefined;
    // A machine that slept wakes with old timers and no new input.
    if (isVisible() && Date.now() - inputAt <= minute) beat();
  };
  return {
    /** There was a sign of a person in this tab. */
    input() {
      inputAt = Date.now();
      if (!isVisible() || timer) return;
      const passed = inputAt - sentAt;
      // Negative: the clock of this machine was set back.
      if (passed >= minute || passed < 0) beat();
      else timer = setTimeout(later, minute - passed);
    },
    /** Another tab has beaten. */
    heard() {
      sentAt = Date.now();
      clearTimeout(timer);
      timer = undefined;
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
