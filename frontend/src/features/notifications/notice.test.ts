import i18n from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
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
    expect(noticeSubject(notice({ params: { name: "Марина" } }))).toBe("Марина");
    expect(noticeSubject(notice({ params: { title: "Перезвонить" } }))).toBe("Перезвонить");
  });

  it("leads to its record", () => {
    expect(noticeHref(notice({ client_id: "c", task_id: "t" }))).toBe("/tasks?open=t");
    expect(noticeHref(notice({ client_id: "c", deal_id: "d" }))).toBe("/deals?open=d");
    expect(noticeHref(notice({ client_id: "c" }))).toBe("/clients/c");
    expect(noticeHref(notice({ kind: "lead_quarantined", client_id: "c" }))).toBe("/sources");
  });
});
