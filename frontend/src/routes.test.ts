import { expect, it } from "vitest";

const routes = import.meta.glob<string>("./routes/**/*.tsx", { query: "?raw", import: "default", eager: true });
const imports = /import \{([^}]*)\} from "(@\/features\/[^"]+)"/g;
const isComponent = (name: string) => /^(type )?[A-Z]/.test(name.trim());

// What a route file uses besides its component stays in the entry of the application: a search schema imported from a
// file with components would bring these, and all they import, to the sign-in page.
it.each(Object.entries(routes))("%s takes only components from files with components", (_, source) => {
  const components = import.meta.glob("./features/**/*.tsx");
  for (const [, names = "", module = ""] of source.matchAll(imports)) {
    const hasComponents = `${module.replace("@", ".")}.tsx` in components;
    const values = names.split(",").filter((name) => name.trim() && !isComponent(name));
    expect([module, hasComponents ? values : []]).toEqual([module, []]);
  }
});
