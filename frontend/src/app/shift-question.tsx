import { lazy, Suspense, useState } from "react";
import { useToday } from "@/shared/worktime/use-work";

const ShiftDialog = lazy(() => import("./shift-dialog").then((module) => ({ default: module.ShiftDialog })));

/** A shift of an earlier day that nobody ended by hand: asked about once after sign-in, and until it is answered. */
export function ShiftQuestion() {
  const day = useToday();
  const [later, setLater] = useState<string | null>(null);
  const question = day?.question;
  // Today's is not over yet: the next sign of work opens it again.
  if (!question || question.day >= day.day || question.day === later) return null;
  return (
    <Suspense>
      <ShiftDialog key={question.day} question={question} onLater={() => setLater(question.day)} />
    </Suspense>
  );
}
