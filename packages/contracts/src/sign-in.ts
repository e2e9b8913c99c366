import { z } from 'zod';
import { id, verbatim } from './scalars.ts';

/** Signs in by password; the answer sets the session cookie. */
export const signIn = z.object({
  email: z.email().max(254),
  password: verbatim.min(1).max(128),
  /** False ends the session with the browser. */
  rememberMe: z.boolean().default(true),
});
export const signedIn = z.object({ user: z.object({ id, name: z.string(), email: z.string() }) });

export const signedOut = z.object({ success: z.boolean() });

/** The address behind a one-click sign-in link; it leads on to `callbackURL`, a path of the web. */
export const verifyMagicLink = z.object({
  token: z.string().max(200),
  callbackURL: z.string().max(400).optional(),
  errorCallbackURL: z.string().max(400).optional(),
});
