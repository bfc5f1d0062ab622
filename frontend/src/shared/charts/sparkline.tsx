/** The shape of a figure's past, without axes; the figure beside it carries the meaning. */
export function Sparkline({ points }: { points: readonly number[] }) {
  const low = Math.min(...points);
  const span = Math.max(...points) - low;
  // A flat line tells nothing that the figure does not.
  if (points.length < 2 || span === 0) return null;
  const step = 68 / (points.length - 1);
  const path = points
    .map(
      (point, index) =>
        `${index ? "L" : "M"}${(2 + index * step).toFixed(1)} ${(21 - ((point - low) / span) * 18).toFixed(1)}`,
    )
    .join("");
  return (
    <svg viewBox="0 0 72 24" className="h-6 w-18 shrink-0" aria-hidden="true">
      <path
        d={path}
        fill="none"
        stroke="var(--accent)"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
