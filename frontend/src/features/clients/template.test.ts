import { expect, it } from "vitest";
import { asRead, isFilled, type Template, templateId } from "./template";

const ready: Template = {
  name: "ready",
  language: "uk",
  body: "Вітаємо, {{1}}! Замовлення {{ 2 }} готове, {{1}}.",
  blanks: ["1", "2"],
  category: "",
  header: null,
};

it("is read with its blanks filled in", () => {
  expect(asRead(ready, ["Олено", "15"])).toBe("Вітаємо, Олено! Замовлення 15 готове, Олено.");
  expect(asRead(ready, ["", " "])).toBe(ready.body);
  expect([isFilled(ready, ["x"]), isFilled(ready, ["x", " "]), isFilled(ready, ["x", "y"])]).toEqual([
    false,
    false,
    true,
  ]);
  expect(templateId(ready)).toBe("ready uk");
});
