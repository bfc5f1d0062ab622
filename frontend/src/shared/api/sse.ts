export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/** Splits a stream of text into server-sent events (WHATWG HTML, 9.2.6), whatever the chunks. */
export function createEventParser(onEvent: (event: ServerEvent) => void) {
  let buffer = "";
  let fields = { id: "", event: "", data: [] as string[] };

  const finish = () => {
    if (fields.data.length > 0) {
      onEvent({ id: fields.id, event: fields.event || "message", data: fields.data.join("\n") });
    }
    fields = { id: fields.id, event: "", data: [] };
  };
  const take = (line: string) => {
    if (line === "") return finish();
    const [, name, value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === "data") fields.data.push(value);
    else if (name === "event" || name === "id") fields[name] = value;
  };
  return (chunk: string) => {
    const lines = (buffer + chunk).split(/\r\n|\n|\r(?!$)/);
    buffer = lines.pop() ?? "";
    for (const line of lines) take(line);
  };
}
