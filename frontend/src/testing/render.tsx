import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import i18n from "i18next";
import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { initReactI18next } from "react-i18next";
import entry from "@/shared/i18n/locales/ru/entry";
import inside from "@/shared/i18n/locales/ru/inside";

/** Russian texts for a test file; call it in `beforeAll`. */
export async function russian() {
  await i18n.use(initReactI18next).init({
    lng: "ru",
    defaultNS: "common",
    resources: { ru: { ...entry, ...inside } },
    interpolation: { escapeValue: false },
  });
}

/** Renders a part of a screen with a router, a fresh cache and Russian texts around it. */
export async function renderPart(part: ReactNode) {
  const rootRoute = createRootRoute({ component: () => part });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() });
  await router.load();
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <I18nProvider locale="ru">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>,
  );
}
