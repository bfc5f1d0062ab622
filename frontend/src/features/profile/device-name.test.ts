import { expect, it } from "vitest";
import { deviceName, isPhone } from "./device-name";

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
const edge =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0";

it("a device is called by its browser and system", () => {
  expect(deviceName(iphone)).toBe("Safari, iOS");
  expect(deviceName(edge)).toBe("Edge, Windows");
  expect(deviceName("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0")).toBe("Firefox, Linux");
});

it("what says nothing has no name", () => {
  expect(deviceName(null)).toBe("");
  expect(deviceName("python-httpx/0.28")).toBe("");
});

it("phones are told from computers", () => {
  expect(isPhone(iphone)).toBe(true);
  expect(isPhone(edge)).toBe(false);
});
