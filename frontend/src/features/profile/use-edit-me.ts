import { api, ifMatch, invalidate, type Schemas } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { cachedMe, keepMe, type Me } from "@/shared/api/me";

type Edit = Schemas["MeEdit"];

/** Changes one's own profile and shows the answer everywhere at once. */
export function useEditMe() {
  const save = api.useMutation("patch", "/api/v1/me", {
    onSuccess: (me) => {
      keepMe(me);
      void invalidate("/api/v1/team");
    },
    // Another tab was first: what it saved is the profile now.
    onError: (error) => isConflict<Me>(error) && keepMe(error.current),
  });
  const request = (body: Edit) => ({ params: { header: ifMatch(cachedMe()?.version ?? 0) }, body });
  return {
    isPending: save.isPending,
    edit: (body: Edit) => save.mutateAsync(request(body)),
  };
}
