import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { session, setup, setupResult, setupState } from '@sms-crm/contracts/session';
import { describeSession } from '@sms-crm/domain/access/session';
import { alreadySetUp, setUp, setUpNeeded } from '@sms-crm/domain/access/set-up';
import type { Services } from '@sms-crm/domain/context/context';
import type { Auth } from '../auth/auth.ts';
import { fetchHeaders, passCookies } from '../auth/headers.ts';

const tags = ['session'];

type Options = { services: Services; auth: Auth; simulatorUrl: string | null };

export const sessionRoutes: FastifyPluginAsyncZod<Options> = async (
  app,
  { services, auth, simulatorUrl },
) => {
  app.get(
    '/session',
    { schema: { tags, summary: 'Who is signed in, and what they may do', response: { 200: session } } },
    (request) =>
      describeSession(request.ctx).then((described) => ({
        ...described,
        simulator: simulatorOf(services, simulatorUrl),
      })),
  );
  app.get(
    '/setup',
    {
      config: { public: true },
      schema: { tags, summary: 'Whether the first visit is still to come', response: { 200: setupState } },
    },
    async () => ({ needed: await setUpNeeded(services) }),
  );
  app.post(
    '/setup',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'First visit: make the owner and the organisation',
        description: 'Works once, on an empty installation, and signs the owner in.',
        body: setup,
        response: { 201: setupResult },
      },
    },
    async (request, reply) => {
      if (!(await setUpNeeded(services))) throw alreadySetUp();
      const { password, ...input } = request.body;
      const passwordHash = await (await auth.$context).password.hash(password);
      const { tenantId } = await setUp(services, {
        ...input,
        passwordHash,
        ip: request.ip,
        requestId: request.id,
      });
      const signedIn = await auth.api.signInEmail({
        body: { email: input.email, password },
        headers: fetchHeaders(request),
        returnHeaders: true,
      });
      passCookies(signedIn.headers, reply);
      return reply.status(201).send({ tenantId });
    },
  );
};

function simulatorOf(
  services: Services,
  url: string | null,
): { url: string; recipientTime: string | null } | null {
  return url === null ? null : { url, recipientTime: services.clock.recipientTime('demo') };
}
