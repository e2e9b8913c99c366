import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageKinds } from '@sms-crm/contracts/gates';
import { withSystem } from '@sms-crm/db/transaction';
import { DomainError } from '../src/context/errors.ts';
import { removeDoNotContact } from '../src/do-not-contact/remove.ts';
import { listDoNotContact } from '../src/do-not-contact/list.ts';
import { listThread } from '../src/conversations/thread.ts';
import { countWaitingReviews } from '../src/opt-out-reviews/count-waiting.ts';
import { decideReview } from '../src/opt-out-reviews/decide.ts';
import { dueReviewJobs, expireReviews } from '../src/opt-out-reviews/expire.ts';
import { listReviews } from '../src/opt-out-reviews/list.ts';
import { readGuardFacts } from '../src/sending/guard-facts.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { storeInbound } from '../src/webhooks/store-inbound.ts';
import { held, newRecipient, phone, stateOfRecipient, stopped, untouched } from './recipient-kit.ts';
import { addInbound, apply, newText as text, rowsOf, type Sender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const doubt = 'ugh who is this';
const dayMs = 86_400_000;

const newScene = () => newRecipient(services);
const stateOf = (sender: Sender) => stateOfRecipient(services, sender);

const waitingOf = async ({ ctx }: Sender) => (await listReviews(ctx, { limit: 10, decided: 'no' })).items;
const onlyOne = async (sender: Sender) => {
  const [review, ...others] = await waitingOf(sender);
  if (review === undefined || others.length > 0) throw new Error('not one review waits');
  return review;
};

test('an opt-out in own words is obeyed as it is stored, and confirmed and counted as a STOP is', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, 'Please take me off of your list')]);
  expect(await stateOf(sender)).toEqual({ ...stopped, confirmed: 0, counted: 0 });
  await apply(sender.ctx);
  expect(await stateOf(sender)).toEqual(stopped);
  expect((await listDoNotContact(sender.ctx, { limit: 1 })).items).toMatchObject([
    { reason: 'Wrote “take me off”', scope: 'all', sourceMessageId: expect.any(String) },
  ]);
});

test('a doubt stops marketing as it is stored and nothing else; a second one opens no second review but shows in it', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt), text(sender, 'is this spam')]);
  expect(await stateOf(sender)).toEqual(held);
  const watched = {
    tenantId: sender.tenantId,
    campaignId: null,
    numberId: sender.numbers.self,
    recipients: messageKinds.map((kind) => ({ phone, contactId: null, kind })),
  };
  const { stopped: refused } = await readGuardFacts(services, [watched]);
  const causes = [...refused].filter(([, cause]) => cause === 'do_not_contact');
  expect(causes.map(([{ kind }]) => kind)).toEqual(['campaign-marketing', 'opt-in-request']);
  await apply(sender.ctx);
  expect(await stateOf(sender)).toEqual(held);
  expect(await onlyOne(sender)).toMatchObject({ phone, body: 'is this spam', texts: 2, decision: null });
  await expect(removeDoNotContact(sender.ctx, { phone })).rejects.toMatchObject({
    code: 'wrong_state',
    message: expect.stringContaining('Decide it under Opt-outs'),
  });
});

test('a newer doubtful text shows in the review that is open, and nobody decides it who has not seen it', async () => {
  const sender = await newScene();
  const [first, second] = [text(sender, doubt), text(sender, 'I really would like this to stop')];
  await storeInbound(services, [first]);
  const { id, messageId: seen, openedAt } = await onlyOne(sender);
  await storeInbound(services, [second]);
  await storeInbound(services, [first, second]);
  await apply(sender.ctx);
  const newest = await onlyOne(sender);
  expect(newest).toMatchObject({ id, body: 'I really would like this to stop', texts: 2, openedAt });
  expect(await countWaitingReviews(sender.ctx)).toEqual({ waiting: 1, texts: 2 });
  await expect(decideReview(sender.ctx, { id, seen, decision: 'not-opt-out' })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('“I really would like this to stop”'),
  });
  expect(await stateOf(sender)).toEqual(held);
  await decideReview(sender.ctx, { id, seen: newest.messageId, decision: 'not-opt-out' });
  expect(await stateOf(sender)).toEqual(untouched);
  await storeInbound(services, [text(sender, doubt)]);
  expect(await onlyOne(sender)).toMatchObject({ texts: 1 });
});

test('a doubtful text while somebody decides is decided by nobody unseen', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt)]);
  const { id, messageId: seen } = await onlyOne(sender);
  await Promise.all([
    storeInbound(services, [text(sender, 'is this spam')]),
    decideReview(sender.ctx, { id, seen, decision: 'not-opt-out' }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    }),
  ]);
  await apply(sender.ctx);
  expect(await onlyOne(sender)).toMatchObject({ body: 'is this spam' });
  expect(await stateOf(sender)).toEqual(held);
});

test('the thread says that a text waits for a decision, and what it came to', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt)]);
  await apply(sender.ctx);
  const [thread] = await rowsOf<{ id: string }>(
    services,
    sender,
    'select id from conversations where tenant_id = $1',
  );
  const reviews = async () => {
    const { items } = await listThread(sender.ctx, { id: thread?.id ?? '', limit: 10 });
    return items.map(({ review }) => review);
  };
  expect(await reviews()).toEqual(['waits']);
  const { id, messageId: seen } = await onlyOne(sender);
  await decideReview(sender.ctx, { id, seen, decision: 'not-opt-out' });
  expect(await reviews()).toEqual(['not-opt-out']);
});

test('decided to be none, marketing goes on, and the text that comes in again opens nothing', async () => {
  const sender = await newScene();
  await addInbound(sender, { from: phone, to: '55501', body: doubt });
  await apply(sender.ctx);
  const { id, messageId: seen } = await onlyOne(sender);
  expect(await decideReview(sender.ctx, { id, seen, decision: 'not-opt-out' })).toMatchObject({
    decision: 'not-opt-out',
    decidedBy: 'job test',
  });
  expect(await stateOf(sender)).toEqual(untouched);
  await rowsOf(services, sender, 'update webhook_events set applied_at = null where tenant_id = $1');
  await rowsOf(services, sender, `delete from messages where tenant_id = $1 and direction = 'inbound'`);
  await apply(sender.ctx);
  expect(await stateOf(sender)).toEqual(untouched);
});

test('decided to be one, it is obeyed as a STOP of that time, confirmed within five minutes and counted', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt)]);
  await apply(sender.ctx);
  const { id, messageId: seen, openedAt } = await onlyOne(sender);
  await decideReview(sender.ctx, { id, seen, decision: 'opt-out' });
  expect(await stateOf(sender)).toEqual(stopped);
  expect((await listDoNotContact(sender.ctx, { limit: 1 })).items).toMatchObject([{ createdAt: openedAt }]);
  await expect(decideReview(sender.ctx, { id, seen, decision: 'not-opt-out' })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  expect(await stateOf(sender)).toEqual(stopped);
});

test('two people who decide at once cannot both have their way', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt)]);
  const { id, messageId: seen } = await onlyOne(sender);
  const outcomes = await Promise.allSettled(
    (['opt-out', 'not-opt-out'] as const).map((decision) => decideReview(sender.ctx, { id, seen, decision })),
  );
  const [done] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.decision] : []));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const expected = done === 'opt-out' ? { entries: ['recipient:all'] } : { entries: null };
  expect(await stateOf(sender)).toMatchObject(expected);
});

test('the person’s own START or STOP decides the review', async () => {
  const started = await newScene();
  await storeInbound(services, [text(started, doubt), text(started, 'START')]);
  expect(await stateOf(started)).toEqual(untouched);
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt)]);
  await storeInbound(services, [text(sender, 'STOP')]);
  expect(await stateOf(sender)).toMatchObject({ entries: ['recipient:all'] });
  for (const own of [started, sender]) expect(await waitingOf(own)).toEqual([]);
  expect((await listReviews(sender.ctx, { limit: 10, decided: 'yes' })).items).toMatchObject([
    { decision: 'opt-out', decidedBy: 'the recipient' },
  ]);
});

test('a YES decides no review, since it may answer something else; it lifts a STOP all the same', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt), text(sender, 'Yes')]);
  expect(await stateOf(sender)).toEqual(held);
  expect(await waitingOf(sender)).toHaveLength(1);
  await storeInbound(services, [text(sender, 'UNSTOP')]);
  expect(await waitingOf(sender)).toEqual([]);
  for (const word of ['STOP', 'YES']) await storeInbound(services, [text(sender, word)]);
  expect(await stateOf(sender)).toEqual(untouched);
});

test('a START while somebody decides ends as the later of both, never half', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt)]);
  const { id, messageId: seen } = await onlyOne(sender);
  const start = text(sender, 'START');
  await Promise.all([
    storeInbound(services, [start]),
    decideReview(sender.ctx, { id, seen, decision: 'opt-out' }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    }),
  ]);
  expect(await waitingOf(sender)).toEqual([]);
  const { entries, consent } = (await stateOf(sender)) ?? {};
  expect([
    { entries: null, consent: 'granted' },
    { entries: ['recipient:all'], consent: 'revoked' },
  ]).toContainEqual({ entries, consent });
});

test('undecided for five days it is an opt-out, found by the sweep and without a late confirmation', async () => {
  const sender = await newScene();
  await storeInbound(services, [text(sender, doubt)]);
  await apply(sender.ctx);
  const jobsAt = async (ms: number) =>
    (await withSystem(services.system, (db) => dueReviewJobs(db, new Date(Date.now() + ms)))).filter(
      ({ payload }) => payload.tenantId === sender.tenantId,
    );
  expect(await jobsAt(5 * dayMs - 60_000)).toEqual([]);
  expect(await jobsAt(5 * dayMs)).toMatchObject([{ name: 'opt-out.expire' }]);
  const { signal } = new AbortController();
  expect(await expireReviews(sender.ctx, { signal })).toBe(0);
  await rowsOf(
    services,
    sender,
    `update opt_out_reviews set opened_at = opened_at - interval '5 days', due_at = due_at - interval '5 days' where tenant_id = $1`,
  );
  expect(await expireReviews(sender.ctx, { signal })).toBe(1);
  expect(await stateOf(sender)).toEqual({ ...stopped, confirmed: 0 });
});
