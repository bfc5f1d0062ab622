import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listenToShortcuts, setSingleKeys, stroke, useShortcut } from "./shortcuts";

const press = (init: KeyboardEventInit, target: EventTarget = document.body) =>
  act(() => void target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init })));
const none = { metaKey: false, ctrlKey: false, shiftKey: false, altKey: false };

let stop: () => void;
beforeEach(() => {
  stop = listenToShortcuts();
});
afterEach(() => {
  stop();
  setSingleKeys(true);
});

describe("stroke", () => {
  it("goes by the place of the key, so that Cyrillic layouts work", () => {
    expect(stroke({ ...none, code: "KeyK", key: "л", ctrlKey: true })).toBe("mod+k");
    expect(stroke({ ...none, code: "Slash", key: "?", shiftKey: true })).toBe("?");
  });
});

describe("useShortcut", () => {
  it("runs on a combination, even while typing", () => {
    const run = vi.fn();
    renderHook(() => useShortcut("mod+k", "Поиск", run));
    press({ code: "KeyK", key: "k", metaKey: true });
    expect(run).toHaveBeenCalledOnce();
  });

  it("runs on a sequence, but not in a field and not when single keys are off", () => {
    const run = vi.fn();
    renderHook(() => useShortcut("g d", "Сделки", run));
    const field = document.body.appendChild(document.createElement("input"));
    for (const code of ["KeyG", "KeyD"]) press({ code, key: "x" }, field);
    expect(run).not.toHaveBeenCalled();
    setSingleKeys(false);
    for (const code of ["KeyG", "KeyD"]) press({ code, key: "x" });
    expect(run).not.toHaveBeenCalled();
    setSingleKeys(true);
    for (const code of ["KeyG", "KeyD"]) press({ code, key: "x" });
    expect(run).toHaveBeenCalledOnce();
    field.remove();
  });

  it("is gone with its component", () => {
    const run = vi.fn();
    renderHook(() => useShortcut("n", "Новый", run)).unmount();
    press({ code: "KeyN", key: "n" });
    expect(run).not.toHaveBeenCalled();
  });
});
