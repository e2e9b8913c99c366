import { forward } from '../../../src/gateway/forward.ts';
import { webEnv } from '../../../src/server/env.ts';

export const dynamic = 'force-dynamic';

function handle(request: Request): Promise<Response> {
  const { API_URL, WEB_ORIGIN } = webEnv();
  return forward(request, { apiUrl: API_URL, webOrigin: WEB_ORIGIN });
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
