/** Scripts only by nonce; styles inline, since Mantine places style attributes. */
export function contentSecurityPolicy(nonce: string, webOrigin: string): string {
  const evalForReactDevTools = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evalForReactDevTools}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (webOrigin.startsWith('https://')) directives.push('upgrade-insecure-requests');
  return directives.join('; ');
}
