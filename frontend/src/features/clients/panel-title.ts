/** "Сделки · 3"; the name alone while there are none. */
export const panelTitle = (name: string, count: number) => (count > 0 ? `${name} · ${count}` : name);
