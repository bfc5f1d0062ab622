import { describe, expect, it } from "vitest";
import { accepted, byLimit, fate, type TakenFile, takesFiles } from "./outgoing-file";

const taken: TakenFile[] = [
  { kind: "image", most: 100, types: ["image/png", "image/jpeg"] },
  { kind: "audio", most: 50, types: [] },
  { kind: "file", most: 200, types: ["application/pdf"] },
];

describe("what a channel takes", () => {
  it.each([
    [{ type: "image/png", size: 100 }, { fits: true }],
    [
      { type: "image/png", size: 101 },
      { fits: false, why: "size", most: 100 },
    ],
    [
      { type: "image/webp", size: 1 },
      { fits: false, why: "type", most: 0 },
    ],
    [{ type: "audio/ogg", size: 50 }, { fits: true }],
    [{ type: "application/pdf", size: 200 }, { fits: true }],
    [
      { type: "", size: 1 },
      { fits: false, why: "type", most: 0 },
    ],
  ])("%o: %o", (file, expected) => {
    expect(fate(file, taken)).toEqual(expected);
  });

  it("offers the chooser what fits, everything where any file does", () => {
    expect(accepted(taken)).toEqual(["image/png", "image/jpeg", "audio/*", "application/pdf"]);
    expect(accepted([...taken, { kind: "file", most: 1, types: [] }])).toEqual([]);
    // A picture that is no picture of theirs still goes as a file, where files of any type do.
    expect(fate({ type: "image/webp", size: 9 }, [{ kind: "file", most: 9, types: [] }])).toEqual({ fits: true });
  });

  it("says what has one limit together", () => {
    expect(byLimit([...taken, { kind: "video", most: 200, types: [] }, { kind: "voice", most: 1, types: [] }])).toEqual(
      [
        { most: 100, kinds: ["image"] },
        { most: 50, kinds: ["audio"] },
        { most: 200, kinds: ["file", "video"] },
      ],
    );
  });

  it("takes files where a conversation is open", () => {
    expect(takesFiles({ mode: "direct", allowed: true }, taken)).toBe(true);
    expect(takesFiles({ mode: "direct", allowed: false }, taken)).toBe(false);
    expect(takesFiles({ mode: "comment", allowed: true }, taken)).toBe(false);
  });
});
