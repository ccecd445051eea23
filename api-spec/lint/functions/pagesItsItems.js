/** A GET whose answer has `items` and `nextCursor` takes `limit` and `cursor`; one with `nextAfter` takes `limit` and `after`. */
export default function pagesItsItems(operation) {
  const properties = operation.responses?.['200']?.content?.['application/json']?.schema?.properties;
  if (!properties?.items) return [];

  const position = properties.nextAfter ? 'after' : 'cursor';
  const names = new Set((operation.parameters ?? []).map(({ name }) => name));
  return ['limit', position]
    .filter((name) => !names.has(name))
    .map((name) => ({ message: `a list takes the query parameter "${name}"` }));
}
