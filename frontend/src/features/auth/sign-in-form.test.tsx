import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { renderPart, russian } from "@/testing/render";
import { server } from "@/testing/server";
import { SignInForm } from "./sign-in-form";

beforeAll(russian);

const config = { supabase_url: "", publishable_key: "key", needs_setup: false, languages: ["ru"] };
const user = { id: "u1", email: "anna@demo.example" };
const session = { access_token: "a.b.c", refresh_token: "r", token_type: "bearer", expires_in: 3600, user };
const token = vi.fn(() => HttpResponse.json(session));

beforeEach(() => {
  token.mockClear();
  server.use(
    http.get("*/api/v1/config", () => HttpResponse.json(config)),
    http.post("*/auth/v1/token", token),
  );
});

async function submit(email: string, password: string) {
  if (email) await userEvent.type(screen.getByLabelText("Электронная почта"), email);
  if (password) await userEvent.type(screen.getByLabelText("Пароль"), password);
  await userEvent.click(screen.getByRole("button", { name: "Войти" }));
}

describe("SignInForm", () => {
  it("signs in with the e-mail in lower case", async () => {
    let sent: unknown;
    server.use(
      http.post("*/auth/v1/token", async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(session);
      }),
    );
    const done = vi.fn();
    await renderPart(<SignInForm onSignedIn={done} />);
    await submit(" Anna@Demo.example", "secret");
    await vi.waitFor(() => expect(done).toHaveBeenCalledWith("u1"));
    expect(sent).toMatchObject({ email: "anna@demo.example", password: "secret" });
  });

  it("asks for what is missing without calling the server", async () => {
    await renderPart(<SignInForm onSignedIn={vi.fn()} />);
    await submit("not an address", "");
    expect(await screen.findByText("Проверьте адрес почты")).toBeVisible();
    expect(screen.getByText("Заполните это поле")).toBeVisible();
    expect(token).not.toHaveBeenCalled();
  });

  it.each([
    [400, "invalid_credentials", "Неверная почта или пароль"],
    [400, "user_banned", "Ваш доступ отключён. Обратитесь к руководителю."],
    [429, "over_request_rate_limit", "Слишком много попыток. Подождите минуту и повторите."],
  ])("says what went wrong: %i %s", async (status, code, sentence) => {
    server.use(
      http.post("*/auth/v1/token", () => HttpResponse.json({ code: status, error_code: code, msg: "x" }, { status })),
    );
    await renderPart(<SignInForm onSignedIn={vi.fn()} />);
    await submit("anna@demo.example", "secret");
    expect(await screen.findByRole("alert")).toHaveTextContent(sentence);
  });

  it("shows the password on request", async () => {
    await renderPart(<SignInForm onSignedIn={vi.fn()} />);
    await userEvent.click(screen.getByRole("button", { name: "Показать пароль" }));
    expect(screen.getByLabelText("Пароль")).toHaveAttribute("type", "text");
  });
});
