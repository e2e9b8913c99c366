import * as fc from 'fast-check';
import { messageStatuses } from '@sms-crm/contracts/message-status';
import { expect, test } from 'vitest';
import { canRaise, raisedBy } from '../src/messages/transitions.ts';

const status = fc.constantFrom(...messageStatuses);

test('a status never moves down, in any order of reports', () => {
  fc.assert(
    fc.property(fc.array(status, { maxLength: 12 }), (reports) => {
      const seen = ['queued' as const, ...reports].reduce((now, to) => (canRaise(now, to) ? to : now));
      const reached = reports.includes('delivered');
      expect(seen === 'delivered').toBe(reached);
    }),
  );
});

test('reports that come twice change nothing the second time', () => {
  fc.assert(
    fc.property(status, status, (from, to) => {
      fc.pre(canRaise(from, to));
      expect(canRaise(to, to)).toBe(false);
      expect(canRaise(to, from)).toBe(false);
      expect(raisedBy(to)).toContain(from);
    }),
  );
});

test('the first final state wins, but delivered beats a failure', () => {
  expect(canRaise('undelivered', 'failed')).toBe(false);
  expect(canRaise('failed', 'undelivered')).toBe(false);
  expect(canRaise('delivered', 'failed')).toBe(false);
  expect(canRaise('failed', 'delivered')).toBe(true);
  expect(canRaise('undelivered', 'delivered')).toBe(true);
});

test('what stands beside the way is moved by no report', () => {
  for (const from of ['skipped', 'canceled', 'received'] as const) {
    expect(messageStatuses.filter((to) => canRaise(from, to))).toEqual([]);
  }
});
