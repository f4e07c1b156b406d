/** The value for If-Match: a record's revision is its ETag. */
export const etag = (record: { revision: number }): string => `"${record.revision}"`;
