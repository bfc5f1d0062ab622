import { describe, expect, it } from "vitest";
import { contactHref } from "./contact-href";

describe("contactHref", () => {
  it("dials phones and writes to addresses", () => {
    expect(contactHref("phone", "+380501112233")).toBe("tel:+380501112233");
    expect(contactHref("email", "a@b.ua")).toBe("mailto:a@b.ua");
  });

  it("finds messengers by number or by name", () => {
    expect(contactHref("telegram", "@anna.k")).toBe("https://t.me/anna.k");
    expect(contactHref("telegram", "+380501112233")).toBe("https://t.me/+380501112233");
    expect(contactHref("whatsapp", "+380 50 111 22 33")).toBe("https://wa.me/380501112233");
    expect(contactHref("instagram", "https://instagram.com/anna.k")).toBe("https://instagram.com/anna.k");
  });

  it("never opens a scheme that a client's text brings along", () => {
    expect(contactHref("website", "javascript:alert(1)")).toBe("https://javascript:alert(1)");
    expect(contactHref("other", "https://evil.example")).toBeNull();
    expect(contactHref("viber", "anna")).toBeNull();
  });
});
