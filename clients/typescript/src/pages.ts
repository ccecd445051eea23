/** One page of a list, as every list of the API answers. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/**
 * All items of a list, page by page, fetched as they are read.
 *
 * @example
 * for await (const database of allItems((cursor) => binnacle.databases.listDatabases({ cursor }))) { … }
 */
export async function* allItems<T>(page: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T, void> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page(cursor);
    yield* items;
    cursor = nextCursor;
  } while (cursor !== undefined);
}
