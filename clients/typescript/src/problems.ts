import { type Problem, ProblemFromJSON, ResponseError } from './generated/index.js';

/** The problem that the server has sent; `undefined` when the error is another one, or does not come from Binnacle. */
export async function problemIn(error: unknown): Promise<Problem | undefined> {
  if (!(error instanceof ResponseError)) return undefined;
  const type = error.response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) return undefined;
  return ProblemFromJSON(await error.response.clone().json());
}
