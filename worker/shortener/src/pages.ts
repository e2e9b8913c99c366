/** A page that belongs to nobody: it must not tell whose link this was, or whether there ever was one. */
const page = (title: string, text: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>
:root { color-scheme: light dark }
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1.5rem; text-align: center }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
p { margin: 0 }
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`;

export const notFoundPage = page(
  'This link does not work',
  'It may be incomplete or no longer in use. Check the text message it came in.',
);

export const unavailablePage = page(
  'Just a moment',
  'This link cannot be opened right now. Please try again shortly.',
);

/**
 * The page of a link whose time is over: it names who sent it, and not where it led.
 *
 * @param brand the name in their texts
 */
export function expiredPage(brand: string | null): string {
  const who =
    brand === null ? 'Ask whoever sent it for a new one.' : `Ask ${escapeHtml(brand)} for a new one.`;
  return page('This link has expired', who);
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
