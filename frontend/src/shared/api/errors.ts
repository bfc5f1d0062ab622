import i18n from "i18next";

export interface ErrorBody {
  code: string;
  message: string;
  fields?: Record<string, string> | null;
  details?: Record<string, unknown> | null;
}

/** Anything that went wrong between us and the API, in one shape. `status` is 0 when no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly details: Record<string, unknown>;

  constructor(status: number, body: ErrorBody, cause?: unknown) {
    super(body.message, { cause });
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.fields = body.fields ?? {};
    this.details = body.details ?? {};
  }
}

/** 412: somebody else changed the row first. `current` is the row as it stands now. */
export class ConflictError<Row = unknown> extends ApiError {
  readonly current: Row;

  constructor(body: ErrorBody, current: Row) {
    super(412, body);
    this.name = "ConflictError";
    this.current = current;
  }
}

export const isConflict = <Row>(error: unknown): error is ConflictError<Row> => error instanceof ConflictError;

export const isNetworkError = (error: unknown) => error instanceof ApiError && error.status === 0;

export const networkError = (cause: unknown) => new ApiError(0, { code: "network", message: "" }, cause);

function parseBody(payload: unknown): { body: ErrorBody; rest: Record<string, unknown> } | null {
  if (typeof payload !== "object" || payload === null || !("error" in payload)) return null;
  const { error, ...rest } = payload as { error: ErrorBody } & Record<string, unknown>;
  return typeof error === "object" && error !== null && typeof error.code === "string" ? { body: error, rest } : null;
}

/** The error of an answer that was not 2xx; a proxy's page in place of our JSON is understood by its status. */
export async function fromResponse(response: Response): Promise<ApiError> {
  const payload = await response
    .clone()
    .json()
    .catch(() => null);
  const parsed = parseBody(payload);
  if (!parsed) return new ApiError(response.status, { code: `http_${response.status}`, message: "" });
  if (response.status === 412) {
    return new ConflictError(parsed.body, parsed.body.details?.current ?? parsed.rest.current ?? parsed.body.details);
  }
  return new ApiError(response.status, parsed.body);
}

const byStatus: Record<number, "network" | "session" | "forbidden" | "notFound" | "tooMany" | "tooLarge"> = {
  0: "network",
  401: "session",
  403: "forbidden",
  404: "notFound",
  413: "tooLarge",
  429: "tooMany",
};

/** A sentence for the person: the API's own where it gave one, else ours. */
export function errorText(error: unknown): string {
  const t = i18n.getFixedT(null, "common");
  if (!(error instanceof ApiError)) return t("errors.unknown");
  if (error.status === 401) return t("errors.session");
  if (error.message) return error.message;
  const known = byStatus[error.status];
  if (known) return t(`errors.${known}`);
  return error.status >= 500 ? t("errors.server") : t("errors.unknown");
}
