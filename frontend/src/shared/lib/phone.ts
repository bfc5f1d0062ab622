const groups: Record<string, number[]> = {
  "+380": [2, 3, 2, 2],
  "+7": [3, 3, 2, 2],
  "+48": [3, 3, 3],
  "+1": [3, 3, 4],
};

/** An E.164 number with spaces where people expect them; anything else unchanged. */
export function formatPhone(phone: string): string {
  const code = Object.keys(groups).find((prefix) => phone.startsWith(prefix));
  const sizes = code ? groups[code] : undefined;
  if (!code || !sizes || !/^\+\d+$/.test(phone)) return phone;
  const rest = phone.slice(code.length);
  if (rest.length !== sizes.reduce((sum, size) => sum + size, 0)) return phone;
  let at = 0;
  const parts = sizes.map((size) => {
    at += size;
    return rest.slice(at - size, at);
  });
  return [code, ...parts].join(" ");
}

/** The digits a person typed, with a leading plus kept; the API makes E.164 of it. */
export const cleanPhone = (text: string) => text.replace(/(?!^\+)\D/g, "");
