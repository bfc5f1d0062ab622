const digits = (value: string) => value.replace(/\D/g, "");
const handle = (value: string) => encodeURIComponent(value.replace(/^.*\//, "").replace(/^@/, ""));
const isNumber = (value: string) => /^\+?\d[\d\s()-]{5,}$/.test(value);

/** Where a press on a contact leads; null where nothing can be opened. */
export function contactHref(kind: string, value: string): string | null {
  switch (kind) {
    case "phone":
      return `tel:${value}`;
    case "email":
      return `mailto:${value}`;
    case "instagram":
      return `https://instagram.com/${handle(value)}`;
    case "telegram":
      return isNumber(value) ? `https://t.me/+${digits(value)}` : `https://t.me/${handle(value)}`;
    case "whatsapp":
      return isNumber(value) ? `https://wa.me/${digits(value)}` : null;
    case "viber":
      return isNumber(value) ? `viber://chat?number=%2B${digits(value)}` : null;
    case "messenger":
      return `https://m.me/${handle(value)}`;
    case "website":
      return /^https?:\/\//i.test(value) ? value : `https://${value}`;
    default:
      return null;
  }
}
