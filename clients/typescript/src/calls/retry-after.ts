/**
 * The milliseconds that an answer asks to wait, from its `Retry-After`: seconds, or a date. A date is measured by the
 * server's own clock when the answer tells it.
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('Retry-After')?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const then = Date.parse(value);
  if (Number.isNaN(then)) return undefined;
  const now = Date.parse(headers.get('Date') ?? '');
  return Math.max(0, then - (Number.isNaN(now) ? Date.now() : now));
}
