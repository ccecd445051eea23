/** The value is a `$ref` that begins with `prefix`. Runs on the document before references are resolved. */
export default function isReferenced(value, { prefix }) {
  if (typeof value?.$ref === 'string' && value.$ref.startsWith(prefix)) return [];
  return [{ message: `must be a $ref to ${prefix}…` }];
}
