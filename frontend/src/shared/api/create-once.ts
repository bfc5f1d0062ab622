import { ApiError } from "./errors";

/**
 * Makes a record whose id was made here. A repeat after a lost answer is refused as a double (409): then the record
 * that is there already is the answer.
 */
export async function createOnce<T>(create: () => Promise<T>, read: () => Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
    return read().catch(() => {
      throw error;
    });
  }
}
