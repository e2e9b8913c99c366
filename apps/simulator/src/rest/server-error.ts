/** The body of a 5xx: Twilio's own JSON, or the HTML page of something that stands before it. */
export function serverErrorBody({ status, body }: { status: number; body: 'json' | 'html' }): {
  type: string;
  text: string;
} {
  if (body === 'html') {
    const title = `${status} ${titles[status] ?? 'Server Error'}`;
    const text = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
    return { type: 'text/html', text };
  }
  const code = status === 503 ? 20_503 : 20_500;
  const message = titles[status] ?? 'Internal Server Error';
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return { type: 'application/json', text: JSON.stringify({ code, message, more_info, status }) };
}

const titles: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Time-out',
};
