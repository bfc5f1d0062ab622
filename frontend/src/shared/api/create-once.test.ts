import { expect, it } from "vitest";
import { createOnce } from "./create-once";
import { ApiError } from "./errors";

const refused = (status: number) => Promise.reject(new ApiError(status, { code: "x", message: "" }));

it("finds what an earlier, unanswered request has made", async () => {
  expect(
    await createOnce(
      () => refused(409),
      async () => "there",
    ),
  ).toBe("there");
});

it("passes other refusals on, and the first one where nothing is there", async () => {
  await expect(
    createOnce(
      () => refused(422),
      async () => "there",
    ),
  ).rejects.toMatchObject({ status: 422 });
  await expect(
    createOnce(
      () => refused(409),
      () => refused(404),
    ),
  ).rejects.toMatchObject({ status: 409 });
});
