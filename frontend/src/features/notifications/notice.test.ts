import i18n from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { createFormat } from "@/shared/lib/format";
import { russian } from "@/testing/render";
import { type Notice, noticeHref, noticeSubject, noticeTitle } from "./notice";

beforeAll(russian);

const notice = (rest: Partial<Notice>): Notice => ({
  id: "n",
  kind: "lead_new",
  params: {},
  client_id: null,
  deal_id: null,
  task_id: null,
  read_at: null,
  created_at: "2026-11-22T10:00:00Z",
  ...rest,
});

describe("a notification", () => {
  it("is a sentence in the reader's language", () => {
    const t = i18n.getFixedT("ru", "notifications");
    expect(noticeTitle(notice({}), t)).toBe("Новая заявка");
    expect(noticeTitle(notice({ kind: "clients_handed_over", params: { count: 21 } }), t)).toBe(
      "Вам передали 21 клиента",
    );
    expect(noticeTitle(notice({ kind: "of_a_later_version" as Notice["kind"] }), t)).toBe("Новое сообщение системы");
  });

  it("names whom or what it is about", () => {
    const t = i18n.getFixedT("ru", "notifications");
    const format = createFormat({ locale: "ru", timeZone: "Europe/Kyiv", currency: "UAH" });
    const subject = (rest: Partial<Notice>) => noticeSubject(notice(rest), t, format);
    expect(subject({ params: { name: "Марина" } })).toBe("Марина");
    expect(subject({ kind: "task_assigned", params: { title: "Перезвонить" } })).toBe("Перезвонить");
    expect(
      subject({ kind: "task_due", params: { title: "Замер", due_at: `${new Date().getFullYear()}-11-22T10:00:00Z` } }),
    ).toBe("Замер · 22 нояб., 12:00");
    expect(subject({ kind: "clients_handed_over", params: { count: 3, from: "Олег Бондар" } })).toBe(
      "От коллеги: Олег Бондар",
    );
    const sale = { title: "Кухня", name: "Анна Шевченко", amount_minor: 14_300_000, currency: "UAH" };
    expect(subject({ kind: "deal_won", params: sale }).replaceAll("\u00a0", " ")).toBe(
      "Анна Шевченко · Кухня · 143 000 ₴",
    );
    expect(subject({ kind: "deal_won" })).toBe("");
    expect(subject({ kind: "import_done", params: { created: 20, updated: 3 } })).toBe("Добавлено: 20, обновлено: 3");
    expect(subject({ kind: "import_done", params: { created: 20, failed: 2 } })).toBe(
      "Добавлено: 20, обновлено: 0, 2 строки с ошибками",
    );
  });

  it("leads to its record", () => {
    expect(noticeHref(notice({ client_id: "c", task_id: "t" }))).toBe("/tasks?open=t");
    expect(noticeHref(notice({ client_id: "c", deal_id: "d" }))).toBe("/deals?open=d");
    expect(noticeHref(notice({ client_id: "c" }))).toBe("/clients/c");
    expect(noticeHref(notice({ kind: "lead_quarantined", client_id: "c" }))).toBe("/sources");
    const day = { day: "2026-11-24", manager_id: "m" };
    expect(noticeHref(notice({ kind: "time_disputed", params: day }))).toBe("/team/m/time?day=2026-11-24");
    expect(noticeHref(notice({ kind: "time_decided", params: day }))).toBe("/profile/time?day=2026-11-24");
  });
});
