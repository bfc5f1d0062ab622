import { scaleBand, scaleLinear } from "@visx/scale";
import { AreaClosed, Bar, LinePath } from "@visx/shape";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartTable } from "./chart-table";
import { ChartTooltip } from "./chart-tooltip";
import { useWidth } from "./use-width";

export interface SeriesPoint {
  /** A calendar day or another unique name of the point. */
  x: string;
  bar: number;
  /** The second series; left out, the chart has only bars. */
  line?: number;
}

interface TimeSeriesProps {
  title: string;
  points: readonly SeriesPoint[];
  barName: string;
  lineName?: string;
  formatX: (value: string) => string;
  formatY: (value: number) => string;
  height?: number;
}

const bottom = 24;
const top = 8;
const lineColor = "var(--stage-new)";

function useScales(points: readonly SeriesPoint[], width: number, height: number, left: number) {
  const highest = Math.max(1, ...points.map((point) => Math.max(point.bar, point.line ?? 0)));
  const x = scaleBand({ domain: points.map((point) => point.x), range: [left, Math.max(left, width)], padding: 0.4 });
  const y = scaleLinear({ domain: [0, highest], range: [height - bottom, top], nice: 4 });
  const barWidth = Math.min(18, x.bandwidth());
  const centre = (name: string) => (x(name) ?? 0) + x.bandwidth() / 2;
  return { x, y, barWidth, centre };
}

/** Bars with an optional line over them, one pair per point. Arrow keys walk the points. */
export function TimeSeries(props: TimeSeriesProps) {
  const { title, points, barName, lineName, formatX, formatY, height = 240 } = props;
  const { t } = useTranslation();
  const [ref, width] = useWidth();
  const [active, setActive] = useState<number | null>(null);
  const help = useId();
  const point = active === null ? undefined : points[active];
  const left = 64;
  const { centre } = useScales(points, width, height, left);

  const walk = (event: KeyboardEvent) => {
    const shift = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (shift)
      setActive((at) => Math.min(points.length - 1, Math.max(0, (at ?? (shift > 0 ? -1 : points.length)) + shift)));
    if (event.key === "Escape") setActive(null);
  };
  if (points.length === 0) return <p className="py-12 text-center text-ink-muted">{t("chart.noData")}</p>;
  return (
    <figure ref={ref} className="relative" onPointerLeave={() => setActive(null)}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={title}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move through the points
        tabIndex={0}
        onKeyDown={walk}
        onBlur={() => setActive(null)}
        className="block rounded-md"
      >
        <Plot {...props} width={width} height={height} left={left} active={active} onPoint={setActive} />
      </svg>
      <span id={help} className="sr-only">
        {t("chart.help")}
      </span>
      {point ? (
        <ChartTooltip
          title={formatX(point.x)}
          x={centre(point.x)}
          width={width}
          lines={[
            { name: barName, value: formatY(point.bar), color: "var(--accent)" },
            ...(lineName ? [{ name: lineName, value: formatY(point.line ?? 0), color: lineColor }] : []),
          ]}
        />
      ) : null}
      <ChartTable
        caption={title}
        head={[t("chart.point"), barName, ...(lineName ? [lineName] : [])]}
        rows={points.map((row) => [formatX(row.x), formatY(row.bar), ...(lineName ? [formatY(row.line ?? 0)] : [])])}
      />
    </figure>
  );
}

interface PlotProps extends TimeSeriesProps {
  width: number;
  height: number;
  left: number;
  active: number | null;
  onPoint: (index: number) => void;
}

function Plot({ points, lineName, formatX, formatY, width, height, left, active, onPoint }: PlotProps) {
  const { x, y, barWidth, centre } = useScales(points, width, height, left);
  const every = Math.max(1, Math.ceil(points.length / Math.max(1, (width - left) / 72)));
  const linePoints = [...points];
  return (
    <>
      {y.ticks(4).map((value) => (
        <g key={value} transform={`translate(0 ${y(value)})`}>
          <line x1={left} x2={width} stroke="var(--line)" />
          <text x={left - 8} dy="0.32em" textAnchor="end" className="tabular fill-ink-muted text-2xs">
            {formatY(value)}
          </text>
        </g>
      ))}
      {points.map((point, index) => (
        <g key={point.x} onPointerEnter={() => onPoint(index)}>
          <rect
            x={centre(point.x) - x.step() / 2}
            width={x.step()}
            height={height - bottom}
            fill={index === active ? "var(--hover)" : "transparent"}
          />
          <Bar
            x={centre(point.x) - barWidth / 2}
            y={y(point.bar)}
            width={barWidth}
            height={Math.max(0, y(0) - y(point.bar))}
            rx={Math.min(3, barWidth / 2)}
            fill="var(--accent)"
          />
          {index % every === 0 && centre(point.x) <= width - 24 ? (
            <text x={centre(point.x)} y={height - 6} textAnchor="middle" className="tabular fill-ink-muted text-2xs">
              {formatX(point.x)}
            </text>
          ) : null}
        </g>
      ))}
      {lineName ? (
        <g className="pointer-events-none">
          <AreaClosed
            data={linePoints}
            x={(p) => centre(p.x)}
            y={(p) => y(p.line ?? 0)}
            yScale={y}
            fill={lineColor}
            fillOpacity={0.08}
          />
          <LinePath
            data={linePoints}
            x={(p) => centre(p.x)}
            y={(p) => y(p.line ?? 0)}
            stroke={lineColor}
            strokeWidth={1.5}
          />
        </g>
      ) : null}
    </>
  );
}
