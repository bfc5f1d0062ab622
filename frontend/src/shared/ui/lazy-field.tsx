import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useQuiet } from "@/shared/lib/quiet";
import { controlShape, fieldShape, labelShape } from "./field";

interface LazyFieldProps {
  label?: string;
  className?: string;
  /** The value in words: with it the field itself waits for the first touch, or for a quiet moment. */
  text?: string;
  children: ReactNode;
}

/**
 * Around a field whose code comes when it is first shown: calendars, number parsing and comboboxes are large, and
 * most screens open without them. Until then its label and a frame stand in its place.
 */
export function LazyField({ label, className = "", text, children }: LazyFieldProps) {
  const isQuiet = useQuiet();
  const [isTouched, setTouched] = useState(false);
  const touch = () => setTouched(true);
  const standIn = (
    <span className={`${fieldShape} ${className}`}>
      {label ? <span className={labelShape}>{label}</span> : null}
      {text === undefined ? (
        <span className={controlShape} />
      ) : (
        <button
          type="button"
          aria-label={[label, text].filter(Boolean).join(": ")}
          onFocus={touch}
          onClick={touch}
          className={`${controlShape} tabular text-left`}
        >
          {text}
        </button>
      )}
    </span>
  );
  if (text !== undefined && !isTouched && !isQuiet) return standIn;
  return <Suspense fallback={standIn}>{isTouched ? <TakeFocus>{children}</TakeFocus> : children}</Suspense>;
}

/** Goes on where the stand-in was touched. */
function TakeFocus({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector<HTMLElement>("input:not([type=hidden]), [tabindex='0']")?.focus();
  }, []);
  return (
    <div ref={place} className="contents">
      {children}
    </div>
  );
}
