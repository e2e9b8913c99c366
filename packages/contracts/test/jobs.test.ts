import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { jobNames, jobPayloads, scheduledJobNames, scheduledPayloads } from '../src/jobs.ts';

const everyField = {
  tenantId: randomUUID(),
  importId: randomUUID(),
  campaignId: randomUUID(),
  batchId: randomUUID(),
  outboxId: randomUUID(),
  accountId: randomUUID(),
  ruleId: randomUUID(),
  reclassificationId: randomUUID(),
  look: 'first',
  offer: 1,
};

test.each(jobNames)(
  '%s carries plain values only, its tenant first, and survives the way through Redis',
  (name) => {
    const payload = jobPayloads[name].parse(everyField);
    expect(payload.tenantId).toBe(everyField.tenantId);
    expect(jobPayloads[name].parse(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
    expect(Object.values(payload).filter((value) => typeof value === 'object')).toEqual([]);
  },
);

test.each(jobNames)('%s needs its tenant, and its ids are ids', (name) => {
  const { tenantId: _left, ...withoutTenant } = everyField;
  expect(jobPayloads[name].safeParse(withoutTenant).success).toBe(false);
  expect(jobPayloads[name].safeParse({ ...everyField, tenantId: 'somebody' }).success).toBe(false);
});

test.each(jobNames)('%s takes what an older or newer process of the same product wrote', (name) => {
  expect(jobPayloads[name].safeParse({ ...everyField, requestId: 'r1', addedLater: true }).success).toBe(
    true,
  );
});

test.each(scheduledJobNames)('%s is asked for by nobody, so it needs nothing', (name) => {
  expect(scheduledPayloads[name].parse({})).toEqual({});
});
