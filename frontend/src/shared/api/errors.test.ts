import { beforeAll, describe, expect, it } from "vitest";
import { russian } from "@/testing/render";
import { ApiError, errorText, fromResponse, isConflict, isNetworkError, networkError } from "./errors";

beforeAll(russian);

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

describe("fromResponse", () => {
  it("keeps code, message, fields and details", async () => {
    const error = await fromResponse(
      answer(422, {
        error: { code: "invalid", message: "Проверьте телефон", fields: { phone: "Не номер" }, details: null },
      }),
    );
    expect(error).toMatchObject({
      status: 422,
      code: "invalid",
      message: "Проверьте телефон",
      fields: { phone: "Не номер" },
    });
  });

  it("makes a conflict with the row as it stands now", async () => {
    const current = { id: "1", version: 4 };
    const error = await fromResponse(
      answer(412, { error: { code: "version_conflict", message: "Изменено", details: { current } } }),
    );
    expect(isConflict(error)).toBe(true);
    expect(isConflict<typeof current>(error) && error.current.version).toBe(4);
  });

  it("understands a proxy's page by its status", async () => {
    const error = await fromResponse(new Response("<html>Bad gateway</html>", { status: 502 }));
    expect(error).toMatchObject({ status: 502, code: "http_502" });
    expect(errorText(error)).toContain("На сервере ошибка");
  });

  it("does not trust JSON of another shape", async () => {
    expect(await fromResponse(answer(404, { error: "nope" }))).toMatchObject({ code: "http_404", fields: {} });
  });
});

describe("errorText", () => {
  it("prefers the API's sentence", () => {
    expect(errorText(new ApiError(409, { code: "taken", message: "Почта занята" }))).toBe("Почта занята");
  });

  it("has its own for a lost network and an ended session", () => {
    expect(errorText(networkError(new TypeError("Failed to fetch")))).toContain("Нет связи");
    expect(errorText(new ApiError(401, { code: "x", message: "Not signed in" }))).toContain("Сессия закончилась");
    expect(isNetworkError(networkError(null))).toBe(true);
  });

  it("never shows a stranger's message", () => {
    expect(errorText(new Error("x is undefined"))).toContain("Что-то пошло не так");
  });
});
