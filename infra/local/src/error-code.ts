/** The `code` of a Node or PostgreSQL error, e.g. `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What to show of an error of unknown kind. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
