import { describe, expect, it } from "vitest";
import { type Attachment, givenName, kindOf, shapeOf, whyLost } from "./attachment";

const file: Attachment = {
  name: "",
  file_id: null,
  path: null,
  mime_type: null,
  size_bytes: null,
  kind: "image",
  url: null,
  media_id: null,
  state: null,
  reason: null,
};

describe("how an attachment is shown", () => {
  it.each([
    [{ state: "pending", url: "https://x/y" }, "waiting"],
    [{ state: "stored", path: "c/1", mime_type: "image/png" }, "picture"],
    [{ state: "stored", path: "c/1", mime_type: "image/heic" }, "file"],
    [{ state: "stored", path: "c/1", mime_type: "audio/ogg" }, "sound"],
    [{ state: "stored", path: "c/1", mime_type: "video/mp4" }, "film"],
    // Put on the card by hand, long ago or now: it has no state.
    [{ path: "c/1", mime_type: "application/pdf" }, "file"],
    [{ state: "gone", url: "https://x/y" }, "lost"],
    [{ state: "refused", url: "https://x/y" }, "link"],
    [{ state: "refused", url: "javascript:alert(1)" }, "lost"],
    [{ url: "https://x/y" }, "link"],
    [{ url: "javascript:alert(1)" }, "note"],
  ] as const)("%o is %s", (given, shape) => {
    expect(shapeOf({ ...file, ...given })).toBe(shape);
  });

  it("is named as people named it, else by a word for its kind", () => {
    expect(givenName({ name: "Прайс.pdf", kind: "file" })).toBe("Прайс.pdf");
    expect(givenName({ name: "image.png", kind: "image" })).toBeNull();
    expect([kindOf({ kind: "ig_post" }), kindOf({ kind: "voice" }), kindOf({ kind: "?" })]).toEqual([
      "share",
      "voice",
      "file",
    ]);
    expect([whyLost({ reason: "too_big" }), whyLost({ reason: "x" })]).toEqual(["too_big", "other"]);
  });
});
