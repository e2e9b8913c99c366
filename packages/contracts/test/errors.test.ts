import { expect, test } from 'vitest';
import { errorStatus, problem } from '../src/errors.ts';

const codes = Object.entries(errorStatus);

test.each(codes)('%s has a status of an error, and a problem may carry it', (code, status) => {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  const body = { type: 'about:blank', title: 'Title', status, code, detail: 'What happened and the fix.' };
  expect(problem.parse(body)).toEqual(body);
});

test('a problem carries no code that is not in the list', () => {
  const body = { type: 'about:blank', title: 'Title', status: 418, code: 'teapot', detail: 'Detail' };
  expect(problem.safeParse(body).success).toBe(false);
});
