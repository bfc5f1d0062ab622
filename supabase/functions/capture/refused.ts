// A request that is refused: a status and a stable code, as the API's own errors.

export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, readonly retryAfter: number | null = null) {
    super(code);
  }
}
