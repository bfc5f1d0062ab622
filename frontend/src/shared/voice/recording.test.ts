import { expect, test } from "vitest";
import { isBeingHeard, isRecording, whyNot } from "./recording";

test("sound and film are recordings, also where nobody told their type", () => {
  expect(isRecording("call", "audio/mpeg")).toBe(true);
  expect(isRecording("clip.bin", "video/mp4")).toBe(true);
  expect(isRecording("Розмова.M4A", "application/octet-stream")).toBe(true);
  expect(isRecording("voice.ogg", null)).toBe(true);
  expect(isRecording("price.pdf", "application/pdf")).toBe(false);
  expect(isRecording("audio.mp3.pdf", undefined)).toBe(false);
});

test("every reason has words", () => {
  expect(whyNot({ state: "pending", reason: "quota_exceeded" })).toBe("quota_exceeded");
  expect(whyNot({ state: "pending", reason: null })).toBe("waiting");
  expect(whyNot({ state: "pending", reason: "unheard_of" })).toBe("waiting");
  expect(whyNot({ state: "failed", reason: "unheard_of" })).toBe("failed");
});

test("to be heard is no trouble, to wait for something else is", () => {
  expect(isBeingHeard({ state: "pending", reason: "hearing" })).toBe(true);
  expect(isBeingHeard({ state: "pending", reason: null })).toBe(true);
  expect(isBeingHeard({ state: "pending", reason: "quota_exceeded" })).toBe(false);
});
