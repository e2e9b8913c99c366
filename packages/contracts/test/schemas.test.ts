import { readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { campaign, campaignReport } from '../src/campaigns.ts';
import { contactPage } from '../src/contacts.ts';
import { importView } from '../src/imports.ts';
import { messageDetail } from '../src/messages.ts';
import { session } from '../src/session.ts';

const source = new URL('../src/', import.meta.url);
const modules = await Promise.all(
  readdirSync(source).map((file): Promise<Record<string, unknown>> => import(new URL(file, source).href)),
);
const schemas = modules
  .flatMap((module) => Object.entries(module))
  .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType);

test('the schemas are found', () => {
  expect(schemas.length).toBeGreaterThan(80);
});

// A transform has no JSON schema and cannot encode, so this also keeps one-way transforms out.
test.each(schemas)(
  '%s converts to a JSON schema as what is sent and as what is answered',
  (_name, schema) => {
    expect(z.toJSONSchema(schema, { io: 'input' })).toHaveProperty('$schema');
    expect(z.toJSONSchema(schema, { io: 'output' })).toHaveProperty('$schema');
  },
);

const id = randomUUID();
const at = '2026-03-01T15:00:00.000Z';
const totals = {
  audience: 3,
  skipped: 1,
  waiting: 0,
  handedOver: 2,
  delivered: 2,
  undelivered: 0,
  failed: 0,
  replies: 0,
  optOuts: 0,
  clicksHuman: 1,
  clicksAll: 4,
  parts: 2,
  costMicros: 15_800,
};
const someCampaign: z.output<typeof campaign> = {
  linkCodes: 'recipient',
  addUtm: null,
  linkDays: null,
  id,
  name: 'Spring',
  status: 'completed',
  kind: 'campaign-marketing',
  template: 'Hi {{first_name|there}}',
  audience: { type: 'tag', tag: 'vip' },
  numberId: null,
  killSwitchOn: false,
  createdAt: at,
  updatedAt: at,
  launchedAt: at,
  completedAt: null,
  scheduledAt: null,
  scheduleLocal: null,
  endsAt: null,
  overBudget: 'wait',
  addBrand: true,
  addOptOut: true,
  footerWaivedBy: null,
  pauseDetail: null,
  totals,
};

const answers: [string, z.ZodType, unknown][] = [
  ['campaign', campaign, someCampaign],
  [
    'campaign report',
    campaignReport,
    {
      campaign: someCampaign,
      totals,
      skippedBy: [{ reason: 'consent_unknown', words: 'No record', count: 1 }],
      waitingBy: [{ reason: 'in_line', words: 'In line', count: 0, nextAt: null }],
      openings: {
        waiting: 0,
        firstOpensAt: null,
        lastOpensAt: null,
        at: [],
        quiet: { waiting: 0, firstOpensAt: null, lastOpensAt: null },
      },
      finish: { at, binds: 'rate_limit', words: 'As fast', unreached: 0 },
      errors: [{ code: '30007', words: 'Filtered', action: 'Pause.', count: 1 }],
      clicks: {
        human: 1,
        bot: 3,
        duplicate: 0,
        all: 4,
        recipients: 1,
        repeats: 0,
        clickThrough: 0.5,
        links: [{ id, url: 'https://shop.test/', human: 1, bot: 3, duplicate: 0, all: 4 }],
        reasons: [{ verdict: 'preview', words: 'A messenger drew a preview of the link', count: 3 }],
        devices: [{ device: 'ios', count: 1 }],
        countries: [{ country: null, count: 1 }],
        delays: [{ within: '5m', count: 1 }],
        medianDelay: '5m',
      },
      links: [{ url: 'https://shop.test/', human: 1, all: 4 }],
      hourly: [{ hour: at, handedOver: 2, delivered: 2, clicksHuman: 1, clicksAll: 4 }],
      generatedAt: at,
    },
  ],
  [
    'import with settings',
    importView,
    {
      id,
      fileName: 'people.csv',
      bytes: 12,
      status: 'checked',
      columns: [{ index: 0, header: 'Phone', samples: ['x'], guess: { to: 'field', field: 'phone' } }],
      settings: {
        mapping: [{ to: 'field', field: 'phone' }],
        consent: { kind: 'none' },
        defaultCountry: 'US',
        tags: ['vip'],
      },
      totals: {
        rows: 1,
        accepted: 0,
        rejected: { missing_phone: 1, invalid_phone: 0, duplicate: 0, column_count: 0 },
        newContacts: 0,
        existingContacts: 0,
        withConsent: 0,
      },
      rejectedSample: [{ row: 1, line: 2, reason: 'missing_phone', detail: '' }],
      progress: { rowsDone: 1, rowsTotal: 1 },
      contactsWritten: 0,
      failure: null,
      createdAt: at,
      completedAt: null,
    },
  ],
  [
    'session',
    session,
    {
      actor: { type: 'user', id, name: 'A', email: null },
      tenant: { id, name: 'T', brandName: 'B', timeZone: 'America/New_York', defaultCountry: 'US' },
      tenants: [{ id, name: 'T' }],
      role: { key: 'owner', name: 'Owner' },
      permissions: ['contacts:read'],
      killSwitches: [{ scope: 'tenant', id, name: 'T', reason: 'Test', by: 'A', at }],
      sampleLink: 'http://127.0.0.1/XXXXXXXXXX',
      simulator: { url: 'http://127.0.0.1', recipientTime: '11:00' },
    },
  ],
  ['last page of contacts', contactPage, { items: [], nextCursor: null }],
  [
    'message that waits',
    messageDetail,
    {
      id,
      campaignId: null,
      contactId: null,
      contactName: '',
      direction: 'outbound',
      kind: 'reply',
      status: 'queued',
      reason: null,
      reasonWords: null,
      errorCode: null,
      errorWords: null,
      retryAt: null,
      from: null,
      to: '+14155550123',
      body: null,
      parts: 1,
      costMicros: null,
      createdAt: at,
      media: [],
      events: [{ id, type: 'queued', attempt: 0, detail: null, at }],
      errorAction: null,
      why: {
        gates: [
          {
            gate: 'budget',
            words: 'Budget',
            applies: true,
            answer: 'waits',
            detail: 'Used up',
            ruleVersion: 1,
            until: at,
          },
        ],
        waits: [
          {
            gate: 'budget',
            reason: 'budget',
            words: 'Used up',
            of: 'number',
            ruleVersion: 1,
            at,
            until: null,
          },
        ],
        quietHours: null,
      },
    },
  ],
];

test.each(answers)('the answer "%s" encodes to itself', (_name, schema, value) => {
  expect(z.encode(schema, value)).toEqual(value);
});
