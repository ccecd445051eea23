import { type BinnacleError, BinnacleProblem, NotModifiedError, UnexpectedAnswerError } from '../errors.js';
import { instanceOfProblem, ProblemFromJSON } from '../generated/index.js';
import { retryAfterOf } from './retry-after.js';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
const EXCERPT_LENGTH = 200;
/** A `Response` with one of these cannot be made with a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205]);

/**
 * Reads an answer to its end, so that a connection that breaks meanwhile is part of the call.
 *
 * @throws BinnacleProblem when the server refuses
 * @throws UnexpectedAnswerError when this is not how Binnacle answers
 */
export async function readAnswer(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  const text = await response.text();
  if (response.ok && WITHOUT_BODY.has(status)) return new Response(null, { status, statusText, headers });
  if (response.ok && hasType(response, JSON_TYPE)) return new Response(text, { status, statusText, headers });
  throw refusal(response, text);
}

/** The media type of an answer is this one, whatever its parameters are. */
export function hasType(response: Response, type: string): boolean {
  return (response.headers.get('Content-Type') ?? '').toLowerCase().split(';')[0]?.trim() === type;
}

/** What an answer that is not the wanted one means. */
export function refusal(response: Response, text: string): BinnacleError {
  const { status, headers } = response;
  if (status === 304) return new NotModifiedError('The resource has not changed.');
  const retryAfter = retryAfterOf(headers);
  const problem = hasType(response, PROBLEM_TYPE) ? parsed(text) : undefined;
  if (problem && instanceOfProblem(problem)) return new BinnacleProblem(ProblemFromJSON(problem), retryAfter);
  return new UnexpectedAnswerError(explanation(response, text), status, { retryAfter });
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function explanation(response: Response, text: string): string {
  const { type, status, headers } = response;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    const target = headers.get('Location');
    return `The server redirects${target ? ` to ${target}` : ''}: redirections are not followed, because a start could get lost. Use the address it leads to.`;
  }
  const beginning = text.replace(/\s+/g, ' ').trim().slice(0, EXCERPT_LENGTH);
  const said = beginning ? `: ${beginning}` : '.';
  return `The answer (status ${status}) does not come from Binnacle: check the address, and the proxy in between. It says${said}`;
}
