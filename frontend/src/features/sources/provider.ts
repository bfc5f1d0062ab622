// Where a password for programs is made, by the domain of an address.
const domains = {
  google: "gmail.com googlemail.com",
  ukrnet: "ukr.net",
  microsoft: "outlook.com hotmail.com live.com msn.com",
  icloud: "icloud.com me.com mac.com",
  yahoo: "yahoo.com ymail.com",
  yandex: "yandex.ru ya.ru yandex.ua yandex.com yandex.by yandex.kz",
  mailru: "mail.ru bk.ru list.ru inbox.ru internet.ru",
} as const;
type Provider = keyof typeof domains;

/** The provider of an address, when it is one that we know the way for. */
export function providerOf(address: string | undefined): Provider | undefined {
  const domain = address?.split("@")[1]?.trim().toLowerCase();
  if (!domain) return undefined;
  return (Object.keys(domains) as Provider[]).find((name) => domains[name].split(" ").includes(domain));
}
