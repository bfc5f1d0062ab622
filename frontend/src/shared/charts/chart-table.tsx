interface ChartTableProps {
  caption: string;
  head: string[];
  rows: string[][];
}

/** The figures of a chart for those who cannot see it. */
export function ChartTable({ caption, head, rows }: ChartTableProps) {
  return (
    <table className="sr-only">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row[0]}>
            {row.map((value, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places
              <td key={index}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
