// Draws the OpenAPI document. Every text goes in through textContent: nothing in the document can become markup.
const API = "/api/openapi.json";

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// A schema as a sketch: {"name": "string", "phones": ["string"]}; `seen` stops at schemas that contain themselves.
function sketch(schema, schemas, seen = []) {
  if (!schema) return null;
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return seen.includes(name) ? name : sketch(schemas[name], schemas, [...seen, name]);
  }
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.const !== undefined) return schema.const;
  const options = schema.anyOf || schema.oneOf;
  if (options) {
    const drawn = options.map((option) => sketch(option, schemas, seen));
    const complex = drawn.find((option) => option !== null && typeof option === "object");
    return complex ?? drawn.map((option) => option ?? "null").join(" | ");
  }
  if (schema.type === "array") return [sketch(schema.items, schemas, seen)];
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, sketch(property, schemas, seen)]),
    );
  }
  return [schema.type ?? "any", schema.format].filter(Boolean).join(", ");
}

function bodyOf(content, schemas) {
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  return type && media.schema ? element("pre", JSON.stringify(sketch(media.schema, schemas), null, 2)) : null;
}

function table(head, rows) {
  const made = element("table");
  for (const [cell, cells] of [["th", head], ...rows.map((row) => ["td", row])]) {
    const line = made.appendChild(element("tr"));
    for (const text of cells) line.append(element(cell, text));
  }
  return made;
}

function operation(path, method, spec, schemas) {
  const made = element("details");
  made.id = spec.operationId;
  const summary = made.appendChild(element("summary"));
  summary.append(element("span", method.toUpperCase(), "method"), element("code", path));
  summary.append(element("span", ` ${spec.summary ?? ""}`, "soft"));
  if (spec.description) made.append(element("p", spec.description));
  if (spec.security) made.append(element("p", "Needs an access token: Authorization: Bearer …", "soft"));
  if (spec.parameters?.length) {
    const rows = spec.parameters.map((parameter) => [
      `${parameter.name}${parameter.required ? " *" : ""}`,
      parameter.in,
      String(JSON.stringify(sketch(parameter.schema, schemas))).replaceAll('"', ""),
      parameter.description ?? "",
    ]);
    made.append(table(["parameter", "in", "type", ""], rows));
  }
  const sent = bodyOf(spec.requestBody?.content, schemas);
  if (sent) made.append(element("h4", "Body"), sent);
  for (const [status, answer] of Object.entries(spec.responses ?? {})) {
    made.append(element("h4", `${status} ${answer.description ?? ""}`));
    const body = Number(status) < 300 ? bodyOf(answer.content, schemas) : null;
    if (body) made.append(body);
  }
  made.dataset.words = `${method} ${path} ${spec.summary} ${spec.description} ${Object.keys(spec.responses)}`.toLowerCase();
  return made;
}

function draw(document_) {
  const main = document.getElementById("operations");
  const schemas = document_.components?.schemas ?? {};
  const groups = new Map();
  for (const [path, methods] of Object.entries(document_.paths)) {
    for (const [method, spec] of Object.entries(methods)) {
      const tag = spec.tags?.[0] ?? "other";
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(path, method, spec, schemas));
    }
  }
  document.getElementById("about").textContent = `${document_.info.summary} Version ${document_.info.version}.`;
  main.replaceChildren();
  for (const [tag, operations] of groups) main.append(element("h2", tag), ...operations);
  if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
}

document.getElementById("find").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase();
  for (const details of document.querySelectorAll("details")) details.hidden = !details.dataset.words.includes(words);
});

fetch(API)
  .then((answer) => answer.json())
  .then(draw)
  .catch((error) => {
    document.getElementById("operations").textContent = `The description did not load: ${error.message}`;
  });
