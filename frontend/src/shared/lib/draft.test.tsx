import { act, renderHook } from "@testing-library/react";
import { useForm } from "react-hook-form";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clearAllDrafts, readDraft, setDraftOwner, useDraft, useDraftText, writeDraft } from "./draft";

beforeEach(() => {
  localStorage.clear();
  setDraftOwner("u1");
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const mount = () =>
  renderHook(() => {
    const form = useForm({ defaultValues: { name: "", phone: "", password: "" } });
    return { form, draft: useDraft("client.new", form, { omit: ["password"] }) };
  });

function type(hook: ReturnType<typeof mount>, name: string) {
  act(() => hook.result.current.form.setValue("name", name, { shouldDirty: true }));
  act(() => void vi.advanceTimersByTime(400));
}

describe("useDraft", () => {
  it("brings the input back after the page was left", () => {
    const first = mount();
    type(first, "Марина");
    first.unmount();
    const second = mount();
    expect(second.result.current.form.getValues("name")).toBe("Марина");
    expect(second.result.current.draft.isRestored).toBe(true);
  });

  it("keeps what was typed just before the page went away", () => {
    const first = mount();
    act(() => first.result.current.form.setValue("name", "Олег"));
    window.dispatchEvent(new Event("pagehide"));
    expect(readDraft<{ name: string }>("client.new")?.name).toBe("Олег");
  });

  it("never stores omitted fields", () => {
    const hook = mount();
    act(() => hook.result.current.form.setValue("password", "secret"));
    type(hook, "Марина");
    expect(JSON.stringify({ ...localStorage })).not.toContain("secret");
  });

  it("is gone after success, also when the form closes right away", () => {
    const hook = mount();
    type(hook, "Марина");
    act(() => hook.result.current.form.setValue("phone", "067"));
    act(() => hook.result.current.draft.clear());
    hook.unmount();
    expect(readDraft("client.new")).toBeNull();
  });

  it("goes back to the defaults when discarded", () => {
    const first = mount();
    type(first, "Марина");
    first.unmount();
    const second = mount();
    act(() => second.result.current.draft.discard());
    expect(second.result.current.form.getValues("name")).toBe("");
    act(() => void vi.advanceTimersByTime(400));
    second.unmount();
    expect(mount().result.current.draft.isRestored).toBe(false);
  });
});

describe("useDraft on a form of something saved", () => {
  const mountOn = (saved: { name: string }) =>
    renderHook(
      (values) => {
        const form = useForm({ values, resetOptions: { keepDirtyValues: true } });
        // The subscription that a form on a page has.
        void form.formState.isDirty;
        return { form, draft: useDraft("client.7", form) };
      },
      { initialProps: saved },
    );

  it("takes news from the server for no draft", () => {
    const hook = mountOn({ name: "Марина" });
    hook.rerender({ name: "Марина К." });
    act(() => void vi.advanceTimersByTime(400));
    expect(hook.result.current.form.getValues("name")).toBe("Марина К.");
    expect(readDraft("client.7")).toBeNull();
  });

  it("forgets a draft that was typed back to what is saved", () => {
    const hook = mountOn({ name: "Марина" });
    for (const name of ["Марина К.", "Марина"]) {
      act(() => hook.result.current.form.setValue("name", name, { shouldDirty: true }));
      act(() => void vi.advanceTimersByTime(400));
    }
    expect(readDraft("client.7")).toBeNull();
  });

  it("goes back to what is saved when discarded", () => {
    const hook = mountOn({ name: "Марина" });
    act(() => hook.result.current.form.setValue("name", "Олег", { shouldDirty: true }));
    act(() => hook.result.current.draft.discard());
    expect(hook.result.current.form.getValues("name")).toBe("Марина");
  });
});

describe("drafts", () => {
  it("belong to one person and go with his sign-out", () => {
    writeDraft("note", "a");
    setDraftOwner("u2");
    expect(readDraft("note")).toBeNull();
    writeDraft("note", "b");
    clearAllDrafts();
    expect(readDraft("note")).toBeNull();
    setDraftOwner("u1");
    expect(readDraft("note")).toBe("a");
  });

  it("expire", () => {
    writeDraft("note", "a", 0);
    expect(readDraft("note", 4 * 24 * 60 * 60 * 1000)).toBeNull();
  });

  it("survive as single texts", () => {
    const first = renderHook(() => useDraftText("composer.1"));
    act(() => first.result.current[1]("Здравствуйте"));
    first.unmount();
    expect(renderHook(() => useDraftText("composer.1")).result.current[0]).toBe("Здравствуйте");
  });
});
