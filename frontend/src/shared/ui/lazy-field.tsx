import { type ReactNode, Suspense } from "react";
import { fieldShape } from "./field";

interface LazyFieldProps {
  label?: string;
  className?: string;
  children: ReactNode;
}

/**
 * Around a field whose code comes when it is first shown: calendars, number parsing and comboboxes are large, and
 * most screens open without them. Until then its label and an empty frame stand in its place.
 */
export function LazyField({ label, className = "", children }: LazyFieldProps) {
  const placeholder = (
    <span className={`${fieldShape} ${className}`}>
      {label ? <span className="font-medium text-ink-soft text-sm">{label}</span> : null}
      <span className="h-8 pointer-coarse:h-11 rounded-md border border-line-strong bg-surface shadow-card" />
    </span>
  );
  return <Suspense fallback={placeholder}>{children}</Suspense>;
}
