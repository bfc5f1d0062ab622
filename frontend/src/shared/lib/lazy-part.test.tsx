import { render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { overlayPart } from "./lazy-part";

const Sheet = ({ title }: { title: string }) => <p>{title}</p>;

afterEach(() => vi.restoreAllMocks());

describe("a part that comes later", () => {
  it("shows nothing until its code is here", async () => {
    const Part = overlayPart(async () => Sheet);
    const { container } = render(<Part title="Новый клиент" />);
    expect(container).toBeEmptyDOMElement();
    expect(await screen.findByText("Новый клиент")).toBeVisible();
  });

  it("that was asked for without a network comes with the network", async () => {
    const onLine = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    const load = vi.fn(async () => Sheet).mockRejectedValueOnce(new TypeError("Failed to fetch"));
    const Part = overlayPart(load);
    render(<Part title="Сделка" />);
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1));
    onLine.mockReturnValue(true);
    window.dispatchEvent(new Event("online"));
    expect(await screen.findByText("Сделка")).toBeVisible();
  });
});
