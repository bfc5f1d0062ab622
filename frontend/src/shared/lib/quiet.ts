import { createStore, useStore } from "./store";

const isQuiet = createStore(false);
let announce = () => {};

/** Resolves once the first screen stands and the network has nothing better to do. */
export const whenQuiet = new Promise<void>((resolve) => {
  announce = resolve;
});

export const useQuiet = () => useStore(isQuiet);

/** Said once by the shell. Nothing after this mark is of the screen itself; the test of weights counts up to here. */
export function beQuiet() {
  performance.mark("quiet");
  isQuiet.set(true);
  announce();
}
