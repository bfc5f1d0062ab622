/* Smena: a lead form for any page. <script async src="https://CRM/widget.js" data-site="site_..."></script>
   All attributes are explained in widget/README.md. No dependencies, no eval, no inline styles. */
(() => {
  "use strict";
  const script =
    document.currentScript || [...document.querySelectorAll("script[data-site]")].find((s) => /\/widget\.js/.test(s.src));
  if (!script || !script.dataset.site) return;
  const set = script.dataset;
  const LEAST_MS = 1200; // the intake parks what was filled in faster than a second
  const RETRY_MS = [800, 2500];
  const CONTACTS = ["phone", "email", "telegram", "whatsapp", "viber", "instagram"];

  const TEXTS = {
    ru: {
      title: "Оставьте заявку", button: "Отправить", open: "Оставить заявку", close: "Закрыть", name: "Имя", phone: "Телефон",
      email: "Эл. почта", message: "Сообщение", company: "Компания", city: "Город", optional: "необязательно",
      consent: "Согласен на обработку персональных данных", need: "Заполните это поле", phoneBad: "Проверьте номер телефона",
      emailBad: "Проверьте адрес почты", consentBad: "Нужно ваше согласие", sending: "Отправляем…",
      thanks: "Спасибо! Заявка отправлена, мы скоро свяжемся с вами.", again: "Отправить ещё одну",
      failed: "Не получилось отправить. Введённое сохранено, попробуйте ещё раз.", offline: "Нет сети. Отправим сами, как только она появится.",
    },
    uk: {
      title: "Залиште заявку", button: "Надіслати", open: "Залишити заявку", close: "Закрити", name: "Ім’я", phone: "Телефон",
      email: "Ел. пошта", message: "Повідомлення", company: "Компанія", city: "Місто", optional: "необов’язково",
      consent: "Згода на обробку персональних даних", need: "Заповніть це поле", phoneBad: "Перевірте номер телефону",
      emailBad: "Перевірте адресу пошти", consentBad: "Потрібна ваша згода", sending: "Надсилаємо…",
      thanks: "Дякуємо! Заявку надіслано, ми скоро зв’яжемося з вами.", again: "Надіслати ще одну",
      failed: "Не вдалося надіслати. Введене збережено, спробуйте ще раз.", offline: "Немає мережі. Надішлемо самі, щойно вона з’явиться.",
    },
    en: {
      title: "Leave a request", button: "Send", open: "Leave a request", close: "Close", name: "Name", phone: "Phone",
      email: "E-mail", message: "Message", company: "Company", city: "City", optional: "optional",
      consent: "I agree to the processing of my personal data", need: "Please fill this in", phoneBad: "Please check the phone number",
      emailBad: "Please check the address", consentBad: "Your consent is needed", sending: "Sending…",
      thanks: "Thank you! Your request is sent, we will be in touch soon.", again: "Send another one",
      failed: "It could not be sent. What you typed is kept, please try again.", offline: "No network. We will send it as soon as it is back.",
    },
  };
  const BRANDS = { telegram: "Telegram", whatsapp: "WhatsApp", viber: "Viber", instagram: "Instagram" };
  const wanted = (set.lang || document.documentElement.lang || navigator.language || "ru").slice(0, 2).toLowerCase();
  const lang = TEXTS[wanted] ? wanted : "ru";
  const t = TEXTS[lang];
  const base = (set.api || new URL(script.src, location.href).origin).replace(/\/$/, "");
  const url = `${base}/api/v1/public/${set.kind === "comment" ? "comments" : "leads"}?site_key=${encodeURIComponent(set.site)}`;
  const list = (text) => text.split(",").map((part) => part.trim()).filter(Boolean);
  const fields = list(set.fields || "name,phone,message").filter((name) => t[name] || BRANDS[name]);
  const required = list(set.required || CONTACTS.find((name) => fields.includes(name)) || "");
  const withConsent = set.consent !== "off";

  /* ------------------------------------------------------------------ where the visitor came from */
  const memory = {
    get(key) {
      try {
        return JSON.parse(sessionStorage.getItem(`smena.${key}`));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) sessionStorage.removeItem(`smena.${key}`);
        else sessionStorage.setItem(`smena.${key}`, JSON.stringify(value));
      } catch {
        /* storage is closed: the form works without */
      }
    },
  };
  let visit = memory.get("visit");
  if (!visit) {
    const foreign = document.referrer && new URL(document.referrer).host !== location.host;
    visit = { landing_url: location.href.slice(0, 1000), referrer: foreign ? document.referrer.slice(0, 1000) : "" };
    memory.set("visit", visit);
  }
  const marks = () => {
    const found = {};
    for (const page of [visit.landing_url, location.href]) {
      for (const [key, value] of new URL(page).searchParams) {
        if (/^(utm_\w+|\w*cl[ik]?id|[gw]braid|_openstat)$/i.test(key) && !found[key]) found[key.toLowerCase()] = value.slice(0, 500);
      }
    }
    return found;
  };
  const newId = () =>
    crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

  /* ------------------------------------------------------------------ building */
  const el = (tag, props = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child != null));
    return made;
  };
  const TYPES = { phone: "tel", whatsapp: "tel", viber: "tel", email: "email" };
  const AUTOFILL = { name: "name", phone: "tel", email: "email", company: "organization", city: "address-level2" };
  const inputs = {};
  const control = (name) => {
    const must = required.includes(name);
    const id = `f-${name}`;
    const common = {
      id, name, "aria-describedby": `${id}-e`, "aria-required": must ? "true" : null, autocomplete: AUTOFILL[name] || "off",
    };
    const input = name === "message" ? el("textarea", { ...common, rows: "3", maxlength: "5000" })
      : el("input", { ...common, type: TYPES[name] || "text", inputmode: TYPES[name] || null, maxlength: "200" });
    inputs[name] = input;
    return el("div", { class: "field" },
      el("label", { for: id }, t[name] || BRANDS[name], must ? "" : el("small", {}, ` ${t.optional}`)),
      input,
      el("p", { id: `${id}-e`, class: "error" }));
  };
  const trap = el("input", { name: "company_site", tabindex: "-1", autocomplete: "off" });
  const consent = el("input", { type: "checkbox", id: "consent", "aria-describedby": "consent-e" });
  const consentText = set.consent || t.consent;
  const policy = set.privacy && /^(https?:|\/)/.test(set.privacy)
    ? el("a", { href: set.privacy, target: "_blank", rel: "noopener" }, consentText) : consentText;
  const status = el("p", { class: "status", role: "status", "aria-live": "polite" });
  const submit = el("button", { type: "submit", class: "primary" }, set.button || t.button);
  const form = el("form", { novalidate: true },
    el("h2", { id: "title" }, set.title || t.title),
    set.text ? el("p", { class: "lead" }, set.text) : null,
    ...fields.map(control),
    el("div", { class: "trap", "aria-hidden": "true" }, trap),
    withConsent ? el("div", { class: "field" },
      el("div", { class: "check" }, consent, el("label", { for: "consent" }, policy)),
      el("p", { id: "consent-e", class: "error" })) : null,
    submit, status);
  const done = el("div", { class: "done", tabindex: "-1", hidden: true },
    el("p", {}, set.thanks || t.thanks),
    el("button", { type: "button", class: "plain", onclick: () => restart() }, t.again));

  const CSS = `
:host{all:initial;display:block;--accent:#4f46e5;--ink:#1d1d22;--soft:#5b5b66;--ground:#fff;--line:#d9d9e0;--edge:#878792;--bad:#b42318;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink)}
:host([data-theme=dark]){--accent:#818cf8;--ink:#f2f2f5;--soft:#b1b1bd;--ground:#202024;--line:#3b3b43;--edge:#85858f;--bad:#ff9b8f;color-scheme:dark}
@media(prefers-color-scheme:dark){:host([data-theme=auto]){--accent:#818cf8;--ink:#f2f2f5;--soft:#b1b1bd;--ground:#202024;--line:#3b3b43;--edge:#85858f;--bad:#ff9b8f;color-scheme:dark}}
*{box-sizing:border-box}[hidden]{display:none!important}
.card{background:var(--ground);color:var(--ink);border:1px solid var(--line);border-radius:12px;padding:24px;max-width:480px;text-align:start}
h2{margin:0 0 12px;font-size:20px;line-height:1.3;font-weight:600}p{margin:0}.lead{color:var(--soft);margin-bottom:12px}
.field{margin-bottom:12px}label{display:block;font-size:14px;margin-bottom:4px}small{color:var(--soft);font-size:12px}
input:not([type=checkbox]),textarea{display:block;width:100%;min-height:44px;padding:9px 12px;font:inherit;color:inherit;background:transparent;
border:1px solid var(--edge);border-radius:8px}textarea{resize:vertical}
:is(input,textarea,button,a,.done):focus-visible{outline:2px solid var(--accent);outline-offset:2px}
[aria-invalid=true]{border-color:var(--bad)!important}.error{color:var(--bad);font-size:13px}.error:not(:empty){margin-top:4px}
.check{display:flex;gap:10px;align-items:flex-start}.check input{width:20px;height:20px;margin:0;flex:none;accent-color:var(--accent)}
.check label{margin:0;color:var(--soft)}a{color:inherit}
button{font:inherit;font-weight:500;min-height:44px;padding:9px 18px;border-radius:8px;border:1px solid transparent;cursor:pointer}
.primary,.opener{background:var(--accent);color:#fff;width:100%}:host([data-theme=dark]) :is(.primary,.opener){color:#15151a}
@media(prefers-color-scheme:dark){:host([data-theme=auto]) :is(.primary,.opener){color:#15151a}}
.primary[disabled]{opacity:.65;cursor:default}.plain{background:none;border-color:var(--line);color:inherit;margin-top:16px}
.status{font-size:14px;color:var(--soft)}.status:not(:empty){margin-top:12px}.status.bad{color:var(--bad)}
.trap{position:absolute;inset-inline-start:-9999px;width:1px;height:1px;overflow:hidden}
.opener{position:fixed;inset:auto max(16px,env(safe-area-inset-right)) max(16px,env(safe-area-inset-bottom)) auto;width:auto;z-index:2147483000;
box-shadow:0 8px 24px -8px rgb(0 0 0/.5)}
dialog{border:0;padding:0;background:none;width:min(480px,100vw - 24px);max-height:100dvh}dialog::backdrop{background:rgb(0 0 0/.45)}
.x{position:absolute;inset:10px 10px auto auto;min-height:44px;width:44px;padding:0;background:none;color:var(--soft);font-size:24px;line-height:1}`;

  /* ------------------------------------------------------------------ checking */
  const say = (id, field, text) => {
    root.getElementById(`${id}-e`).textContent = text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    return text ? field : null;
  };
  const fault = (name) => {
    const value = inputs[name].value.trim();
    if (!value) return required.includes(name) ? t.need : "";
    if (TYPES[name] === "tel" && value.replace(/\D/g, "").length < 7) return t.phoneBad;
    if (name === "email" && !/^[^@\s]+@[^@\s]+\.[^@\s]{2,}$/.test(value)) return t.emailBad;
    return "";
  };
  const check = () => {
    const wrong = fields.map((name) => say(`f-${name}`, inputs[name], fault(name)));
    if (withConsent) wrong.push(say("consent", consent, consent.checked ? "" : t.consentBad));
    return wrong.find(Boolean);
  };

  /* ------------------------------------------------------------------ sending */
  let submission = newId();
  let flying = null; // what is being sent: a page that closes hands it to the browser
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const tell = (text, bad) => {
    status.textContent = text;
    status.classList.toggle("bad", Boolean(bad));
  };
  const payload = () => {
    const sent = {
      submission_id: submission, ...visit, ...marks(), page_url: location.href.slice(0, 1000), page_title: document.title.slice(0, 200),
      locale: lang, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, elapsed_ms: Math.round(performance.now()),
      form_id: set.form || "widget", _gotcha: trap.value,
    };
    if (withConsent) Object.assign(sent, { consent: consent.checked, consent_text: consentText });
    for (const name of fields) sent[name] = inputs[name].value.trim();
    return JSON.stringify(sent);
  };
  /* text/plain: a simple request, so that no preflight doubles the way. */
  const request = (body, mode) =>
    fetch(url, { method: "POST", body, mode, keepalive: true, credentials: "omit", headers: { "Content-Type": "text/plain;charset=UTF-8", "Accept-Language": lang } });
  const deliver = async (body) => {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await request(body, "cors");
        if (answer.ok) return answer.text().then(() => null, () => null);
        if (answer.status < 500) {
          const document = await answer.json().catch(() => null);
          return document?.error?.message || t.failed;
        }
      } catch {
        if (navigator.onLine === false) return t.offline;
      }
      if (attempt >= RETRY_MS.length) break;
      await pause(RETRY_MS[attempt]);
    }
    /* The page's address may be missing in the key's list: the answer is then closed to us, but the lead is taken. */
    return request(body, "no-cors").then(() => null, () => t.failed);
  };
  const send = async () => {
    submit.disabled = true;
    tell(t.sending);
    await pause(Math.max(0, LEAST_MS - performance.now()));
    flying = payload();
    const problem = await deliver(flying);
    flying = null;
    submit.disabled = false;
    if (problem) {
      tell(problem, true);
      if (problem === t.offline) addEventListener("online", () => send(), { once: true });
      return;
    }
    tell("");
    memory.set("draft", null);
    form.hidden = true;
    done.hidden = false;
    done.focus();
    host.dispatchEvent(new CustomEvent("smena:sent", { bubbles: true, composed: true }));
  };
  const restart = () => {
    submission = newId();
    form.reset();
    done.hidden = true;
    form.hidden = false;
    inputs[fields[0]]?.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    const wrong = check();
    if (wrong) wrong.focus();
    else send();
  });
  form.addEventListener("input", (event) => {
    const name = event.target.name;
    if (inputs[name]?.hasAttribute("aria-invalid")) say(`f-${name}`, inputs[name], fault(name));
    if (event.target === consent && consent.checked) say("consent", consent, "");
    memory.set("draft", Object.fromEntries(fields.map((field) => [field, inputs[field].value])));
  });
  addEventListener("pagehide", () => {
    if (flying) navigator.sendBeacon?.(url, new Blob([flying], { type: "text/plain;charset=UTF-8" }));
  });

  /* ------------------------------------------------------------------ standing on the page */
  const host = el("div", { "data-theme": ["light", "dark"].includes(set.theme) ? set.theme : "auto", lang });
  const root = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(el("style", { nonce: script.nonce || null }, CSS)); // browsers without constructable sheets
  }
  if (set.accent) host.style.setProperty("--accent", set.accent);
  const draft = memory.get("draft") || {};
  for (const name of fields) if (draft[name]) inputs[name].value = draft[name];
  form.setAttribute("aria-labelledby", "title");
  const card = el("div", { class: "card", part: "card" }, form, done);
  if (set.mode === "button") {
    const dialog = el("dialog", { "aria-labelledby": "title" }, card);
    card.append(el("button", { type: "button", class: "x", "aria-label": t.close, onclick: () => dialog.close() }, "×"));
    root.append(el("button", { type: "button", class: "opener", onclick: () => dialog.showModal() }, set.open || t.open), dialog);
  } else root.append(card);
  const place = () => {
    const target = set.target && document.querySelector(set.target);
    if (target) target.append(host);
    else if (set.mode === "button" || !script.parentNode || script.parentNode === document.head) document.body.append(host);
    else script.after(host);
  };
  if (document.body && (!set.target || document.querySelector(set.target))) place();
  else addEventListener("DOMContentLoaded", place, { once: true });
})();
