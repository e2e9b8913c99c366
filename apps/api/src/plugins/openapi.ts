import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problem } from '@sms-crm/contracts/errors';
import { describeRoute } from './describe-route.ts';

const description = `Everything the web does goes through this API. Send an API key as \`Authorization: Bearer <key>\`; the web itself
sends its session cookie. Errors are \`application/problem+json\` with a \`code\`, and a \`detail\` that names the fix. Lists take
\`limit\` and \`cursor\`. Unsafe requests take an \`Idempotency-Key\`: the same key with the same request answers the same once more,
within 24 hours. If that answer got lost with the server, the answer is \`already_exists\`: what was done is not done again.`;

/** Headings of the document, in its order. */
const tags = [
  { name: 'session', description: 'Signing in, the first visit, and who one is' },
  { name: 'contacts', description: 'People with a phone' },
  { name: 'imports', description: 'Contacts from CSV files: upload, dry run, commit' },
  { name: 'do-not-contact', description: 'Phones that must not be texted' },
  { name: 'opt-outs', description: 'Replies that may be opt-outs, and the rules that find them' },
  { name: 'auto-replies', description: 'Answers to texts by their words' },
  { name: 'suppression', description: 'Rules that leave recipients out' },
  { name: 'segments', description: 'Saved choices of contacts' },
  { name: 'inbox', description: 'What people write back, and the answers of members' },
  { name: 'campaigns', description: 'One text to one audience' },
  { name: 'messages', description: 'Single texts' },
  { name: 'links', description: 'Short links, and the domains they stand under' },
  { name: 'clicks', description: 'What taps are judged to be' },
  { name: 'dead-letters', description: 'What gave up and why' },
  { name: 'test-phones', description: 'Phones that test texts may go to' },
  { name: 'numbers', description: 'Phone numbers that texts come from' },
  { name: 'carrier-accounts', description: 'Credentials at the carrier, its numbers, and going live' },
  { name: 'kill-switch', description: 'Stops sending within a second' },
  { name: 'budget', description: 'Limits, the ledger and prices' },
  { name: 'reports', description: 'Numbers over all campaigns' },
  { name: 'access', description: 'Roles, API keys and the audit log' },
];

/** Describes the routes that are added after it. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'sms-crm', version: '1.0.0', description, license: { name: 'Apache-2.0' } },
      tags,
      security: [{ apiKey: [] }, { session: [] }],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the settings page' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'sms-crm.session_token',
            description: 'Set by signing in; `__Secure-sms-crm.session_token` on https',
          },
        },
        schemas: { Problem: problemSchema() },
      },
    },
    transform: describeRoute,
  });
}

/** Publishes the API's description at `/openapi.json` and, to read, at `/docs`. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, { routePrefix: '/docs' });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

function problemSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(problem, { target: 'draft-2020-12', io: 'output' });
  return schema;
}
