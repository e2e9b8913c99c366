import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAutoReply } from '@sms-crm/contracts/auto-replies';
import { createOptOutRule as createOptOutRuleInput } from '@sms-crm/contracts/opt-outs';
import { withTransaction } from '../src/context/context.ts';
import { createAutoReply as addAutoReply } from '../src/auto-replies/create.ts';
import { createOptOutRule } from '../src/opt-out-rules/create.ts';
import { deleteOptOutRule } from '../src/opt-out-rules/delete.ts';
import { listOptOutRules } from '../src/opt-out-rules/list.ts';
import { createMatcher } from '../src/opt-out-rules/matcher.ts';
import { readMatcher } from '../src/opt-out-rules/read-matcher.ts';
import { switchShippedRule } from '../src/opt-out-rules/switch-shipped.ts';
import { tryOptOutRule } from '../src/opt-out-rules/try.ts';
import { updateOptOutRule } from '../src/opt-out-rules/update.ts';
import { readText } from '../src/opt-outs/read-text.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { addInbound, apply, newSender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const shipped = createMatcher({ off: new Set(), own: [] });

/** What a text is taken for: obeyed as an opt-out, held for a person, or neither. */
function takenFor(body: string): 'obeyed' | 'held' | 'passed' {
  const { keyword, finding } = readText({ Body: body, From: '' }, shipped);
  if (keyword?.intent === 'stop') return 'obeyed';
  return finding === undefined ? 'passed' : 'held';
}

/** Texts by what their writers want: `stop`, `talk` about something else, or `unclear`. */
function textsOf(file: string): { label: string; body: string }[] {
  return readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => ({ label: line.slice(0, line.indexOf('\t')), body: line.slice(line.indexOf('\t') + 1) }));
}

function countsOf(file: string) {
  const counts: Record<string, Record<string, number>> = {};
  for (const { label, body } of textsOf(file)) {
    const own = (counts[label] ??= {});
    const taken = takenFor(body);
    own[taken] = (own[taken] ?? 0) + 1;
  }
  return counts;
}

// docs/opt-outs.md tells these figures.
test('of the texts the rules were written with, conversation is never taken for an opt-out and nearly no opt-out passes', () => {
  expect(countsOf('opt-out-texts.tsv')).toEqual({
    stop: { obeyed: 176, held: 53, passed: 1 },
    unclear: { obeyed: 1, held: 46, passed: 3 },
    talk: { held: 3, passed: 202 },
  });
});

test('of texts the rules were not written with, conversation is never taken for an opt-out', () => {
  expect(countsOf('opt-out-texts-unseen.tsv')).toEqual({
    stop: { obeyed: 32, held: 9, passed: 3 },
    unclear: { held: 6, passed: 2 },
    talk: { held: 2, passed: 41 },
  });
});

test('case, accents, punctuation and emoji never change what a text is taken for', () => {
  const texts = [...textsOf('opt-out-texts.tsv'), ...textsOf('opt-out-texts-unseen.tsv')];
  const around = fc.constantFrom('', ' ', '!!', '…', ' 🙏', '"');
  fc.assert(
    fc.property(fc.constantFrom(...texts), around, around, fc.boolean(), ({ body }, before, after, loud) => {
      const written = `${before}${loud ? body.toUpperCase() : body.normalize('NFD')}${after}`;
      expect([body, takenFor(written)]).toEqual([body, takenFor(body)]);
    }),
    { numRuns: 500 },
  );
});

test('nothing said before an opt-out makes it pass', () => {
  const texts = [...textsOf('opt-out-texts.tsv'), ...textsOf('opt-out-texts-unseen.tsv')];
  const seen = texts.filter(({ label, body }) => label === 'stop' && takenFor(body) !== 'passed');
  const end = fc.constantFrom('. ', '? ', '! ', '\n', ', ', '… ', ' 👎 ', ' - ', ' — ');
  fc.assert(
    fc.property(fc.constantFrom(...texts), end, fc.constantFrom(...seen), (before, between, stop) => {
      const written = `${before.body}${between}${stop.body}`;
      expect([written, takenFor(written)]).not.toEqual([written, 'passed']);
    }),
    { numRuns: 1_000 },
  );
});

test('words that make a phrase harmless do so in one clause only', () => {
  const opposed = {
    'How did you get my number? STOP': 'held',
    'how did you get my number stop': 'held',
    'Why did you text me? Stop.': 'held',
    'No I dont. STOP': 'held',
    'I do not, STOP': 'held',
    'We do not. Remove me from your list': 'obeyed',
    'Please stop at your earliest convenience': 'held',
    'No, gracias. Baja': 'held',
    'please stop, by the way': 'held',
    'No I dont - STOP': 'held',
    'You sent the wrong one - stop': 'held',
    'I do not – unsubscribe': 'held',
    'We do not - opt out please': 'held',
    'No gracias - BAJA': 'held',
    'No I don’t ‘STOP’': 'held',
    'No I don\'t "stop"': 'held',
    'No I dont-STOP': 'held',
    'Wrong one STOP': 'held',
    'No gracias BAJA': 'held',
    'these have to stop by friday': 'held',
    'I want this stopped': 'held',
    'Is that a one-stop shop?': 'passed',
    'Can I stop by Friday?': 'passed',
    'IS THERE A BUS STOP': 'passed',
    'Did you all stop shipping to Alaska?': 'passed',
    'I will stop at your new store tomorrow, thanks': 'passed',
    'Great! I can stop by': 'passed',
  };
  expect(Object.fromEntries(Object.keys(opposed).map((body) => [body, takenFor(body)]))).toEqual(opposed);
});

test('a phrase is found at any place of a text, with up to three words for a star and one of several for a bar', () => {
  const own = [{ name: 'Cats', verdict: 'doubtful' as const, phrases: ['* fewer|smaller * cats *'] }];
  const match = createMatcher({ off: new Set(), own });
  const filler = fc.array(fc.constantFrom('a', 'b', 'ç'), { maxLength: 3 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(
      filler,
      filler,
      filler,
      fc.constantFrom('fewer', 'Smaller'),
      (before, between, after, word) => {
        expect(match(`${before} ${word}, ${between} CATS! ${after}`)?.rule).toBe('Cats');
      },
    ),
  );
  expect(match('fewer a b c d cats')?.rule).toBeUndefined();
  expect(match('cats fewer')?.rule).toBeUndefined();
  const phrases = ['e-mail|whatsapp * instead', 'no sms|e-mail|text-message please'];
  const byWay = createMatcher({ off: new Set(), own: [{ name: 'Way', verdict: 'doubtful', phrases }] });
  for (const body of [
    'e mail me instead',
    'whatsapp instead',
    'no e mail please',
    'no text message please',
  ]) {
    expect(byWay(`${body.replace('e mail', 'E-Mail')}, thanks`)?.found).toBe(body);
  }
});

// Step by step, each would take some 4^19 tries.
test('no phrase and no text makes reading slow, however many ways there are to fill the gaps', () => {
  const phrases = [`a ${'* a '.repeat(19)}zz`, `a ${'* a '.repeat(19)}`, `a ${'a '.repeat(38)}zz`];
  const own = Array.from({ length: 50 }, () => ({ name: 'Gaps', verdict: 'doubtful' as const, phrases }));
  const match = createMatcher({ off: new Set(), own });
  expect(match(`${'a '.repeat(800)}b`)?.found).toBe('a '.repeat(20).trim());
  expect(match('a '.repeat(15))).toBeUndefined();
  expect(match(`zz ${'b a '.repeat(800)}zz`)?.found).toBe(`${'a b '.repeat(19)}a`);
});

/** All letters twice, as often as fit, and a text of nothing else. */
const letters = 'abcdefghijklmnopqrst'.split('');
const hostile = `${letters.join('|')} ${letters.join('|')}`;
const hostileText = `${letters.join(' ')} `.repeat(40).slice(0, 1_600);

const rule = (phrases: string[]) =>
  createOptOutRuleInput.parse({ name: 'Letters', verdict: 'doubtful', phrases });
const reply = (words: string[]) => createAutoReply.parse({ name: 'Letters', words, body: 'x' });

test('the rules of a tenant have so many words together, and as many take no time that others would notice', async () => {
  const { ctx } = await newSender(services);
  const half = await createOptOutRule(ctx, rule(Array.from({ length: 50 }, () => hostile)));
  for (let n = 0; n < 4; n += 1) {
    await createOptOutRule(ctx, rule(Array.from({ length: 50 }, () => hostile)));
  }
  const refused = {
    code: 'invalid_input',
    message: expect.stringMatching(/would have 10,001 words together.+There may be 10,000/),
  };
  await expect(createOptOutRule(ctx, rule(['zz']))).rejects.toMatchObject(refused);
  const more = [...half.phrases.slice(1), `zz ${hostile}`];
  await expect(updateOptOutRule(ctx, { id: half.id, phrases: more })).rejects.toMatchObject(refused);
  await updateOptOutRule(ctx, { id: half.id, phrases: ['zz'] });
  await createOptOutRule(ctx, rule(['zz']));

  const match = await withTransaction(ctx, readMatcher);
  const began = performance.now();
  for (let n = 0; n < 50; n += 1) expect(match(hostileText)?.found).toBe('a b');
  // It took 0.2 s; with each first word on its own it was 50 s.
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('automatic answers have so many words together', async () => {
  const { ctx } = await newSender(services);
  for (let n = 0; n < 12; n += 1) {
    await addAutoReply(ctx, reply(Array.from({ length: 20 }, () => hostile)));
  }
  await expect(addAutoReply(ctx, reply(Array.from({ length: 20 }, () => hostile)))).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('Your automatic answers would have 10,400 words'),
  });
});

test('a phrase has few gaps, and the refusal says what to write instead', () => {
  const [few, many] = [[`a ${'* a '.repeat(5)}`], [`a ${'* a '.repeat(6)}`]];
  const rule = { name: 'Gaps', verdict: 'doubtful' };
  const refused = /Use \* at most 5 times in one phrase; several shorter phrases/;
  expect(createOptOutRuleInput.parse({ ...rule, phrases: few }).phrases).toHaveLength(1);
  expect(() => createOptOutRuleInput.parse({ ...rule, phrases: many })).toThrow(refused);
  expect(() => createAutoReply.parse({ name: 'Gaps', words: many, body: 'x' })).toThrow(refused);
});

test('no text makes the rules fail, and only words of the text are shown as found', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (body) => {
      expect(body.normalize('NFKD').toLowerCase().length).toBeGreaterThanOrEqual(
        shipped(body)?.found.length ?? 0,
      );
    }),
  );
});

test('a tenant adds, changes and deletes rules of its own; they hold for its texts at once', async () => {
  const { ctx } = await newSender(services);
  const found = async (body: string) =>
    withTransaction(ctx, async (ctx) => (await readMatcher(ctx))(body)?.verdict ?? null);
  const rule = await createOptOutRule(ctx, {
    name: 'Moved',
    phrases: ['moved * away'],
    verdict: 'doubtful',
    enabled: true,
  });
  expect(await found('We have moved far away')).toBe('doubtful');
  await updateOptOutRule(ctx, { id: rule.id, verdict: 'opt-out' });
  expect(await found('We have moved far away')).toBe('opt-out');
  await updateOptOutRule(ctx, { id: rule.id, enabled: false });
  expect(await found('We have moved far away')).toBe(null);
  expect((await listOptOutRules(ctx)).own).toMatchObject([{ name: 'Moved', enabled: false }]);
  await deleteOptOutRule(ctx, { id: rule.id });
  expect((await listOptOutRules(ctx)).own).toEqual([]);
  await expect(deleteOptOutRule(ctx, { id: rule.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('shipped rules can rest, but for those with the words the law names', async () => {
  const { ctx } = await newSender(services);
  const found = async (body: string) =>
    withTransaction(ctx, async (ctx) => (await readMatcher(ctx))(body)?.verdict ?? null);
  await switchShippedRule(ctx, { key: 'stranger', enabled: false });
  expect(await found('who is this')).toBe(null);
  await switchShippedRule(ctx, { key: 'stranger', enabled: true });
  expect(await found('who is this')).toBe('doubtful');
  for (const key of ['per-se', 'demands']) {
    await expect(switchShippedRule(ctx, { key, enabled: false })).rejects.toMatchObject({
      code: 'wrong_state',
    });
  }
  await expect(switchShippedRule(ctx, { key: 'none', enabled: true })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await listOptOutRules(ctx)).shipped.every(({ enabled }) => enabled)).toBe(true);
});

test('a rule is tried on texts that came in, keywords left out, before it is saved', async () => {
  const sender = await newSender(services);
  for (const body of ['STOP', 'my dog ate it', 'the dog is sick of these texts', 'a cat']) {
    await addInbound(sender, { from: '+14155552671', to: '55501', body });
  }
  await apply(sender.ctx);
  expect(await tryOptOutRule(sender.ctx, { phrases: ['dog'] })).toMatchObject({
    texts: 3,
    found: 2,
    knownAlready: 1,
    examples: [
      { body: 'the dog is sick of these texts', knownAlready: true },
      { body: 'my dog ate it', knownAlready: false },
    ],
  });
});
