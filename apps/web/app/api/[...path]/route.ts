import { requestIdHeader } from '@sms-crm/contracts/request-id';
import { forward } from '../../../src/gateway/forward.ts';
import { log } from '../../../src/server/log.ts';
import { webEnv } from '../../../src/server/env.ts';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  const { API_URL, WEB_ORIGIN } = webEnv();
  const startedAt = performance.now();
  const answer = await forward(request, { apiUrl: API_URL, webOrigin: WEB_ORIGIN });
  log('info', {
    requestId: answer.headers.get(requestIdHeader),
    method: request.method,
    // Without its query, where sign-in links have their token.
    path: new URL(request.url).pathname,
    status: answer.status,
    tookMs: Math.round(performance.now() - startedAt),
    msg: 'asked the API',
  });
  return answer;
}

export {
  handle as GET,
  handle as POST,
  handle as PUT,
  handle as PATCH,
  handle as DELETE,
  handle as HEAD,
  handle as OPTIONS,
};
