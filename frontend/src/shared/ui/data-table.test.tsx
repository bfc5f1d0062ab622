import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/shared/api/errors";
import { renderPart, russian } from "@/testing/render";
import { type Column, DataTable } from "./data-table";

beforeAll(russian);

interface Row {
  id: string;
  name: string;
  sum: number;
}
const rows: Row[] = [
  { id: "1", name: "Марина", sum: 10 },
  { id: "2", name: "Олег", sum: 20 },
];
const columns: Column<Row>[] = [
  { id: "name", header: "Имя", cell: (row) => row.name, sortKey: "name" },
  { id: "sum", header: "Сумма", cell: (row) => row.sum, align: "end" },
];
const base = { label: "Клиенты", columns, rows, rowId: (row: Row) => row.id, rowLabel: (row: Row) => row.name };

describe("DataTable", () => {
  it("sorts by a press on a header and tells the direction", async () => {
    const onSort = vi.fn();
    await renderPart(<DataTable {...base} sort={{ key: "name", direction: "asc" }} onSort={onSort} />);
    expect(screen.getByRole("columnheader", { name: "Имя" })).toHaveAttribute("aria-sort", "ascending");
    await userEvent.click(screen.getByRole("button", { name: "Имя" }));
    expect(onSort).toHaveBeenCalledWith({ key: "name", direction: "desc" });
  });

  it("selects one row and all rows", async () => {
    const onSelection = vi.fn();
    await renderPart(<DataTable {...base} selection={new Set(["2"])} onSelection={onSelection} />);
    await userEvent.click(screen.getByRole("checkbox", { name: "Выбрать: Марина" }));
    expect(onSelection).toHaveBeenLastCalledWith(new Set(["1", "2"]));
    await userEvent.click(screen.getByRole("checkbox", { name: "Выбрать все" }));
    expect(onSelection).toHaveBeenLastCalledWith(new Set(["1", "2"]));
  });

  it("opens a row by a press, but not through its checkbox", async () => {
    const onOpen = vi.fn();
    await renderPart(<DataTable {...base} selection={new Set()} onSelection={vi.fn()} onOpen={onOpen} />);
    const row = screen.getAllByRole("row")[1] as HTMLElement;
    await userEvent.click(within(row).getByRole("checkbox"));
    expect(onOpen).not.toHaveBeenCalled();
    await userEvent.click(within(row).getByText("10"));
    expect(onOpen).toHaveBeenCalledWith(rows[0]);
  });

  it("stands aside for an error, for emptiness, and offers more", async () => {
    const onRetry = vi.fn();
    const error = new ApiError(500, { code: "x", message: "" });
    const view = await renderPart(<DataTable {...base} rows={[]} error={error} onRetry={onRetry} />);
    await userEvent.click(screen.getByRole("button", { name: "Повторить" }));
    expect(onRetry).toHaveBeenCalledOnce();
    view.unmount();
    const onMore = vi.fn();
    await renderPart(<DataTable {...base} hasMore onMore={onMore} />);
    await userEvent.click(screen.getByRole("button", { name: "Показать ещё" }));
    expect(onMore).toHaveBeenCalledOnce();
  });
});
