import { createFileRoute, redirect } from "@tanstack/react-router";
import { Shell } from "@/app/shell";
import { InactivePage } from "@/features/auth/inactive-page";
import { currentSession } from "@/shared/api/auth";
import { ApiError } from "@/shared/api/errors";
import { meQuery } from "@/shared/api/me";
import { adoptLanguage, loadInsideTexts } from "@/shared/i18n";
import { setDraftOwner } from "@/shared/lib/draft";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context, location }) => {
    if (!(await currentSession())) throw redirect({ to: "/sign-in", search: { next: location.href } });
    try {
      const [me] = await Promise.all([context.queryClient.ensureQueryData(meQuery), loadInsideTexts()]);
      setDraftOwner(me.id);
      await adoptLanguage(me.locale);
      return { isInactive: me.status !== "active" };
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: "/sign-in", search: { next: location.href } });
      }
      // A profile that is switched off or missing is refused here; everything else is shown with a retry.
      if (error instanceof ApiError && error.status === 403) return { isInactive: true };
      throw error;
    }
  },
  component: function App() {
    return Route.useRouteContext().isInactive ? <InactivePage /> : <Shell />;
  },
});
