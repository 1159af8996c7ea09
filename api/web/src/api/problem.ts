/** What a refused request says (RFC 9457), as an error that keeps the server's words. */
import type { ProblemBody } from "./types";

/** Any error as a `Problem`, so that a window can always say what went wrong. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(-1, {}, String((error as Error)?.message ?? error));
}

export class Problem extends Error {
  readonly status: number;
  readonly body: Partial<ProblemBody>;

  constructor(status: number, body: Partial<ProblemBody>, fallback: string) {
    super(body.detail || body.title || fallback);
    this.status = status;
    this.body = body;
  }

  /** The request's field that is wrong, as a path such as `facts.deaths`. */
  get field(): string | null {
    return this.body.field ?? this.body.errors?.[0]?.field ?? null;
  }

  get clause(): string | null {
    return this.body.clause ?? null;
  }

  /** What is wrong with `field`, null if nothing is. */
  at(field: string): string | null {
    const found = this.body.errors?.find((error) => error.field === field);
    if (found) return found.detail;
    return this.field === field ? this.message : null;
  }
}
