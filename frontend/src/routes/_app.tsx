import { createFileRoute, redirect } from "@tanstack/react-router";
import { Shell } from "@/app/shell";
import { InactivePage } from "@/features/auth/inactive-page";
import { currentSession } from "@/shared/api/auth";
import { ApiError } from "@/shared/api/errors";
import { markLivePosition } from "@/shared/api/live";
import { cachedMe, meQuery } from "@/shared/api/me";
import { markSessionExpired, useSessionState } from "@/shared/api/session";
import { adoptLanguage, loadShellTexts, preloadTexts } from "@/shared/i18n";
import { setDraftOwner } from "@/shared/lib/draft";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context, location }) => {
    preloadTexts(location.pathname);
    const toSignIn = () => redirect({ to: "/sign-in", search: { next: location.href } });
    if (!(await currentSession())) {
      if (!cachedMe()) throw toSignIn();
      // The shell stands: its dialog lets the person sign in again without losing the page.
      markSessionExpired();
      return { isRefused: false };
    }
    try {
      const [me] = await Promise.all([
        context.queryClient.ensureQueryData(meQuery),
        loadShellTexts(),
        markLivePosition(),
      ]);
      setDraftOwner(me.id);
      await adoptLanguage(me.locale);
      return { isRefused: me.status !== "active" };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) throw toSignIn();
      // A profile that is switched off or missing is refused here; everything else is shown with a retry.
      if (error.status === 403) return { isRefused: true };
      throw error;
    }
  },
  component: function App() {
    const { isRefused } = Route.useRouteContext();
    const isInactive = useSessionState() === "inactive";
    return isRefused || isInactive ? <InactivePage /> : <Shell />;
  },
});
