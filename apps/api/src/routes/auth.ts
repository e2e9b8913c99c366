import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { signedIn, signedOut, signIn, verifyMagicLink } from '@sms-crm/contracts/sign-in';
import type { Auth } from '../auth/auth.ts';
import { forward } from '../auth/forward.ts';
import type { SignInTries } from '../auth/sign-in-tries.ts';

const tags = ['session'];
const config = { public: true };

/** The doors of Better Auth that are open; all others answer 404. */
export const authRoutes: FastifyPluginAsyncZod<{ auth: Auth; signInTries: SignInTries }> = async (
  app,
  { auth, signInTries },
) => {
  app.post(
    '/sign-in/email',
    {
      config,
      schema: { tags, summary: 'Sign in by password', body: signIn, response: { 200: signedIn } },
    },
    (request, reply) =>
      signInTries.run(request.body.email, reply, async () =>
        signedIn.parse(await forward(auth, request, reply)),
      ),
  );
  app.post(
    '/sign-out',
    { config, schema: { tags, summary: 'Sign out', response: { 200: signedOut } } },
    async (request, reply) => signedOut.parse(await forward(auth, request, reply)),
  );
  app.get(
    '/magic-link/verify',
    { config, schema: { tags, summary: 'Sign in by a one-click link', querystring: verifyMagicLink } },
    async (request, reply) => {
      await forward(auth, request, reply);
      return reply;
    },
  );
};
