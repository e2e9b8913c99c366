/** A server the user named, and the variable that named it. */
export type GivenUrl = { url: string; variable: string };

/** The first of these variables that is set. */
export function givenUrl(...variables: string[]): GivenUrl | undefined {
  for (const variable of variables) {
    const url = process.env[variable];
    if (url !== undefined && url !== '') return { url, variable };
  }
  return undefined;
}
