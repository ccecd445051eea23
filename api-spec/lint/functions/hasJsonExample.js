/** Every JSON media type of a `content` object carries `example` or `examples`. */
export default function hasJsonExample(content, _options, { path }) {
  return Object.entries(content ?? {})
    .filter(([mediaType]) => /[/+]json$/.test(mediaType))
    .filter(([, media]) => media.example === undefined && Object.keys(media.examples ?? {}).length === 0)
    .map(([mediaType]) => ({ message: `${mediaType} has no example`, path: [...path, mediaType] }));
}
