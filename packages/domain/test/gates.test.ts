import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignStatuses } from '@sms-crm/contracts/campaigns';
import { consentStates } from '@sms-crm/contracts/contacts';
import {
  gateApplies,
  gateOrder,
  messageKinds,
  type GateName,
  type MessageKind,
} from '@sms-crm/contracts/gates';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import { withTransaction } from '../src/context/context.ts';
import { askGates, capacityGates, gateChain, missingGates, skipReasonSql } from '../src/gates/chain.ts';
import type { GateFacts } from '../src/gates/gate.ts';
import { refuseRealCarrier } from '../src/gates/refuse-real-carrier.ts';
import { GateTable, reasonOfGate } from './gate-table-kit.ts';
import { gatesDocument } from './gates-document.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const facts: fc.Arbitrary<GateFacts> = fc.record({
  killed: fc.boolean(),
  campaignStatus: fc.option(fc.constantFrom(...campaignStatuses)),
  campaignEnded: fc.boolean(),
  doNotContact: fc.boolean(),
  consent: fc.option(fc.constantFrom(...consentStates)),
  suppressed: fc.option(fc.constantFrom('frequency_cap' as const, 'area_code' as const)),
  quiet: fc.oneof(
    fc.constant({ type: 'open' as const }),
    fc.constant({ type: 'never' as const }),
    fc.date({ noInvalidDate: true }).map((opensAt) => ({ type: 'closed' as const, opensAt })),
    fc.date({ noInvalidDate: true }).map((until) => ({ type: 'full' as const, until })),
  ),
});
const kind = fc.constantFrom(...messageKinds);
const open: GateFacts = {
  killed: false,
  campaignStatus: 'sending',
  campaignEnded: false,
  doNotContact: false,
  consent: 'granted',
  suppressed: null,
  quiet: { type: 'open' },
};

test('the chain stands in the order of the contract, each gate once', () => {
  expect([...gateChain, ...capacityGates].map((gate) => gate.name)).toEqual(gateOrder);
});

test('a thrown kill switch halts every kind, whatever else is known', () => {
  fc.assert(
    fc.property(kind, facts, (kindOf, known) => {
      expect(askGates(kindOf, { ...known, killed: true }).answer).toEqual({
        type: 'halt',
        reason: 'kill_switch',
      });
    }),
  );
});

test('campaign messages pass only while their campaign is sending', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('campaign-marketing' as const, 'campaign-transactional' as const),
      facts,
      (kindOf, known) => {
        const passes = askGates(kindOf, known).answer.type === 'pass';
        expect(passes && known.campaignStatus !== null && known.campaignStatus !== 'sending').toBe(false);
      },
    ),
  );
});

test('nobody on the do-not-contact list gets anything but help and the confirmation of their stop', () => {
  fc.assert(
    fc.property(kind, facts, (kindOf, known) => {
      const { answer } = askGates(kindOf, { ...known, doNotContact: true });
      expect(answer.type === 'pass' && kindOf !== 'help' && kindOf !== 'opt-out-confirmation').toBe(false);
    }),
  );
});

test('marketing passes only with evidence of consent; other kinds do not ask for it', () => {
  fc.assert(
    fc.property(facts, (known) => {
      const passes = askGates('campaign-marketing', known).answer.type === 'pass';
      expect(passes && known.consent !== 'granted').toBe(false);
    }),
  );
  expect(askGates('reply', { ...open, consent: 'revoked' }).answer).toEqual({ type: 'pass' });
});

const marketing: MessageKind[] = ['campaign-marketing'];

/** Which kinds a gate refuses, as the law and the carriers ask for. */
const refused: Record<GateName, readonly MessageKind[]> = {
  'kill-switch': messageKinds,
  'campaign-state': ['campaign-marketing', 'campaign-transactional'],
  'do-not-contact': messageKinds.filter((name) => !['help', 'opt-out-confirmation'].includes(name)),
  consent: marketing,
  suppression: marketing,
  'quiet-hours': ['campaign-marketing', 'auto-reply', 'opt-in-request'],
  budget: messageKinds,
  'warm-up': messageKinds,
  'rate-limit': messageKinds,
};

const kindsOf = (gate: GateName) => messageKinds.filter((name) => gateApplies[gate][name]);

test('the table of kinds says what the law and the carriers ask for, cell by cell', () => {
  expect(Object.fromEntries(gateOrder.map((gate) => [gate, kindsOf(gate)]))).toEqual(refused);
});

test('a claim refuses a text of each kind exactly where the table says, for the reason of the one gate that speaks', async () => {
  const table = await GateTable.make(services);
  expect(await table.reasonsOf('nothing')).toEqual([]);
  for (const gate of gateOrder) {
    const expected = refused[gate].map((name) => [name, reasonOfGate[gate]]);
    expect([gate, await table.reasonsOf(gate)]).toEqual([gate, expected]);
  }
});

test('the refusals asked in SQL for a whole audience are those of the chain', async () => {
  const ctx = await newContext(services);
  await withTransaction(ctx, async (ctx) => {
    for (const [index, consent] of consentStates.entries()) {
      for (const stopped of [false, true]) {
        const phone = `+1415555${index}${Number(stopped)}00`;
        await ctx.tx.db.execute(
          sql`insert into contacts (tenant_id, phone, consent) values (${ctx.tenantId}::uuid, ${phone}, ${consent})`,
        );
        if (stopped) {
          await ctx.tx.db
            .insert(doNotContact)
            .values({ tenantId: ctx.tenantId, phone, origin: 'operator', createdBy: 'test' });
        }
      }
    }
    for (const kindOf of messageKinds) {
      const reason = skipReasonSql(kindOf, {
        phone: sql`c.phone`,
        consent: sql`c.consent`,
        suppressed: sql`null::text`,
        quietNever: sql`false`,
      });
      const { rows } = await ctx.tx.db.execute<{ phone: string; consent: 'granted'; reason: string | null }>(
        sql`select c.phone, c.consent, ${reason} as reason from contacts c`,
      );
      expect(rows.length).toBe(6);
      for (const row of rows) {
        const { answer } = askGates(kindOf, {
          ...open,
          consent: row.consent,
          doNotContact: row.phone.at(-3) === '1',
        });
        expect([kindOf, row.phone, row.reason]).toEqual([
          kindOf,
          row.phone,
          answer.type === 'skip' ? answer.reason : null,
        ]);
      }
    }
  });
});

test('a sender refuses real carriers while gates are missing, and reads that from the chain itself', () => {
  expect(missingGates()).toEqual([]);
  expect(refuseRealCarrier('https://api.twilio.com', null)).toBeUndefined();
  const missing = missingGates(gateChain);
  expect(missing).toEqual(['budget', 'rate-limit']);
  const refuse = (carrier: string, simulator: string | null) => () =>
    refuseRealCarrier(carrier, simulator, missing);
  expect(refuse('https://api.twilio.com', 'http://localhost:3003')).toThrow('budget, rate-limit');
  expect(refuse('https://api.twilio.com', 'https://api.twilio.com')).toThrow('api.twilio.com');
  expect(refuse('http://127.0.0.1:3004', 'http://localhost:3003')).toThrow('127.0.0.1:3004');
  expect(refuse('http://127.0.0.1:3003', null)).toThrow('127.0.0.1:3003');
  expect(refuse('http://127.0.0.1:3003', 'http://localhost:3003')()).toBeUndefined();
});

test('docs/gates.md says what the tables say; pnpm generate renews it', async () => {
  await expect(gatesDocument()).toMatchFileSnapshot('../../../docs/gates.md');
});
