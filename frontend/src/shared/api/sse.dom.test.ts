import { describe, expect, it } from "vitest";
import { backOff, readMessage } from "./live";
import { createEventParser, type ServerEvent } from "./sse";

function parse(...chunks: string[]) {
  const events: ServerEvent[] = [];
  const feed = createEventParser((event) => events.push(event));
  for (const chunk of chunks) feed(chunk);
  return events;
}

describe("createEventParser", () => {
  it("reads events whatever the chunks", () => {
    const text = 'id: 7\nevent: change\ndata: {"a":1}\n\n: still here\n\nevent: bye\ndata: {}\n\n';
    const whole = parse(text);
    expect(whole).toEqual([
      { id: "7", event: "change", data: '{"a":1}' },
      { id: "7", event: "bye", data: "{}" },
    ]);
    expect(parse(...text)).toEqual(whole);
  });

  it("joins lines of data and takes CRLF split between chunks", () => {
    expect(parse("data: one\r", "\ndata: two\r\n\r\n")).toEqual([{ id: "", event: "message", data: "one\ntwo" }]);
  });

  it("keeps an unfinished event back", () => {
    expect(parse("event: change\ndata: {}\n")).toEqual([]);
  });
});

describe("readMessage", () => {
  it("takes changes and resets, and no other frames", () => {
    expect(readMessage({ event: "change", data: '{"id":1,"topic":"deal","row_id":null,"user_id":"u"}' })).toMatchObject(
      { topic: "deal" },
    );
    expect(readMessage({ event: "reset", data: "{}" })).toBe("reset");
    expect(readMessage({ event: "ready", data: "{}" })).toBeNull();
    expect(readMessage({ event: "bye", data: "{}" })).toBeNull();
  });
});

describe("backOff", () => {
  it("doubles up to half a minute and always waits a little", () => {
    expect([1, 2, 3, 9].map((failures) => backOff(failures, 1))).toEqual([1000, 2000, 4000, 30_000]);
    expect(backOff(1, 0)).toBe(500);
  });
});
