import { z } from 'zod';
import { phoneSchema } from '../accounts/number.ts';

/** Taps of one run, requests open at once, handsets named one by one. */
export const mostTaps = 200_000;
const mostOpen = 500;
const mostPhones = 20_000;

/** Headers that make the connection, not the visitor. */
const ours = new Set(['connection', 'content-length', 'host', 'transfer-encoding', 'upgrade']);

/** Whether this may be sent; a key's own error would not say why it is refused. */
function isVisitors(name: string): boolean {
  return /^[a-z0-9-]{1,60}$/.test(name) && !ours.has(name);
}

const headerValue = z
  .string()
  .regex(/^[\x20-\x7e]{0,500}$/, 'must be at most 500 printable ASCII characters');

/** Who taps what, how fast, as which browser, and how stubbornly. */
export const tapOrderSchema = z.strictObject({
  /** These handsets; all that got a text when absent. */
  phones: z.array(phoneSchema).min(1).max(mostPhones).optional(),
  /** At most so many handsets, the newest first. */
  handsets: z.int().min(1).optional(),
  /** How often each link is tapped. */
  times: z.int().min(1).max(1_000).default(1),
  perSecond: z.number().min(0.1).max(20_000).default(100),
  /** Only links of this origin are opened; only such that lead to this machine when absent. */
  origin: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text).origin)
    .optional(),
  /** User agents, one of which each handset has; usual phones when absent. */
  agents: z.array(headerValue).min(1).max(100).optional(),
  /** Sent with each request, in place of what a handset would send itself. */
  headers: z
    .record(z.string(), headerValue)
    .refine((headers) => Object.keys(headers).length <= 20, 'at most 20 headers')
    .refine((headers) => Object.keys(headers).every(isVisitors), {
      message: "names are lower case, and host, length and the connection are not the visitor's to say",
    })
    .default({}),
  /** Tries after the first one, when there is no answer, or 429 or 5xx. */
  retries: z.int().min(0).max(100).default(5),
  timeoutMs: z.int().min(100).max(60_000).default(10_000),
  /** Requests open at the same time. */
  open: z.int().min(1).max(mostOpen).default(100),
});

export type TapOrder = z.output<typeof tapOrderSchema>;
