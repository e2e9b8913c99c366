import type { Auth } from './auth.ts';

/**
 * Makes a link that signs this user in by one click. It works once, within 24 hours; every call makes a new one.
 *
 * @param email of a user who exists; the link of anybody else leads nowhere
 * @returns an address below the web's origin
 */
export async function makeSignInLink(auth: Auth, email: string): Promise<string> {
  let made: string | undefined;
  await auth.api.signInMagicLink({
    body: {
      email,
      callbackURL: '/',
      errorCallbackURL: '/sign-in',
      metadata: {
        deliver: (url: string) => {
          made = url;
        },
      },
    },
    headers: new Headers(),
  });
  if (made === undefined) throw new Error('Better Auth made no sign-in link');
  return made;
}
