import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseFairly, chooseFirst, type BulkCandidate } from '../src/pump/offer.ts';

/** Batches that wait: of few tenants, campaigns and numbers, so that many share each. */
const waiting = fc
  .array(fc.record({ tenant: fc.nat(3), campaign: fc.nat(2), number: fc.nat(2) }), { maxLength: 60 })
  .map((shares) =>
    shares.map(({ tenant, campaign, number }, index): BulkCandidate => ({
      tenantId: `t${tenant}`,
      campaignId: `t${tenant}-c${campaign}`,
      numberId: `t${tenant}-n${number}`,
      batchId: `b${index}`,
      offer: 0,
      parts: 100,
      size: 100,
      out: campaign * 150,
    })),
  );
const places = fc.nat(80);

type Key = (candidate: BulkCandidate) => string;
const everybody: Key = () => 'all';
const tenantOf: Key = ({ tenantId }) => tenantId;
const campaignOf: Key = ({ campaignId }) => campaignId;
const shareOf: Key = ({ campaignId, numberId }) => `${campaignId} ${numberId}`;

function counts(batches: readonly BulkCandidate[], key: Key): Map<string, number> {
  return new Map([...Map.groupBy(batches, key)].map(([name, own]) => [name, own.length]));
}

/** Pairs within one group of which one got two more than the other, although that one had more batches waiting. */
function unfairPairs(
  offered: { waiting: readonly BulkCandidate[]; chosen: readonly BulkCandidate[] },
  { part, whole }: { part: Key; whole: Key },
): string[] {
  const groups = Map.groupBy(offered.waiting, whole);
  const got = counts(offered.chosen, part);
  return [...groups.values()].flatMap((group) => {
    const parts = [...counts(group, part)].map(([name, had]) => ({ name, had, got: got.get(name) ?? 0 }));
    return parts.flatMap((one) =>
      parts
        .filter((other) => other.got >= one.got + 2 && one.had > one.got)
        .map((other) => `${other.name} got ${other.got}, ${one.name} ${one.got} of ${one.had}`),
    );
  });
}

test('never takes more than there are places, nothing twice, and leaves no place free that somebody may have', () => {
  fc.assert(
    fc.property(waiting, places, (waiting, places) => {
      const chosen = chooseFairly(waiting, places);
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(waiting).toEqual(expect.arrayContaining(chosen));
      const tenants = [...counts(waiting, tenantOf).values()];
      const most = tenants.length > 1 ? Math.max(1, Math.floor(places / 2)) : places;
      const takable = tenants.reduce((sum, had) => sum + Math.min(had, most), 0);
      expect(chosen).toHaveLength(Math.min(places, takable));
    }),
  );
});

test('no tenant gets more than half of the places while others wait, but one', () => {
  fc.assert(
    fc.property(waiting, places, (waiting, places) => {
      const several = counts(waiting, tenantOf).size > 1;
      const most = several ? Math.max(1, Math.floor(places / 2)) : places;
      const got = [...counts(chooseFairly(waiting, places), tenantOf).values()];
      expect(got.filter((count) => count > most)).toEqual([]);
    }),
  );
});

test('each tenant, each campaign of a tenant and each number of a campaign gets one before another gets two', () => {
  fc.assert(
    fc.property(waiting, places, (waiting, places) => {
      const offered = { waiting, chosen: chooseFairly(waiting, places) };
      expect(unfairPairs(offered, { part: tenantOf, whole: everybody })).toEqual([]);
      expect(unfairPairs(offered, { part: campaignOf, whole: tenantOf })).toEqual([]);
      expect(unfairPairs(offered, { part: shareOf, whole: campaignOf })).toEqual([]);
    }),
  );
});

/** Batches of a hundred texts that a campaign with so many texts out may have first. */
const firstOf = new Map([
  [0, 2],
  [150, 1],
  [300, 0],
]);

function may(own: readonly BulkCandidate[]): number {
  return Math.min(own.length, firstOf.get(own[0]?.out ?? 0) ?? 0);
}

test('first are batches of campaigns with next to nothing out, until each has two hundred texts out', () => {
  fc.assert(
    fc.property(waiting, places, (waiting, places) => {
      const first = chooseFirst(waiting, places);
      const campaigns = [...Map.groupBy(waiting, campaignOf).values()];
      const all = campaigns.reduce((sum, own) => sum + may(own), 0);
      expect(new Set(first).size).toBe(Math.min(places, all));
      const got = counts(first, campaignOf);
      const tooMany = campaigns.filter((own) => (got.get(own[0]?.campaignId ?? '') ?? 0) > may(own));
      expect(tooMany).toEqual([]);
    }),
  );
});
