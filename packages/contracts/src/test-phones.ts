import { z } from 'zod';
import { pageOf } from './paging.ts';
import { id, label, phone, text, timestamp, typedPhone } from './scalars.ts';

/** A phone that test texts may go to once it is verified. */
export const testPhone = z.object({
  id,
  phone,
  name: z.string(),
  addedBy: z.string(),
  verifiedAt: timestamp.nullable(),
  createdAt: timestamp,
});
export type TestPhone = z.infer<typeof testPhone>;
export const testPhonePage = pageOf(testPhone);

/** Adds a phone, or texts a new code to one that is not verified yet. */
export const addTestPhone = z.object({ phone: typedPhone, name: label(80) });
export type AddTestPhone = z.infer<typeof addTestPhone>;

/** The 6 digits of the text. */
export const confirmTestPhone = z.object({ code: text.trim().min(1).max(20) });

/** Body of `POST /campaigns/:id/test-send`; the merge fields are filled in with the contact's values. */
export const testSend = z.object({
  testPhoneIds: z.array(id).min(1).max(5),
  contactId: id.nullable().default(null),
});
export type TestSend = z.infer<typeof testSend>;

export const testSendResult = z.object({ body: z.string(), messageIds: z.array(id) });
export type TestSendResult = z.infer<typeof testSendResult>;
