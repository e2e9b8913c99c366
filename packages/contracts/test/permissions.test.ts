import { expect, test } from 'vitest';
import {
  permission,
  permissions,
  permissionSentences,
  seededRoleKeys,
  seededRoles,
} from '../src/permissions.ts';

const rolesWith = (name: (typeof permissions)[number]) =>
  seededRoleKeys.filter((key) => seededRoles[key].permissions.some((held) => held === name));

test.each(seededRoleKeys)('the role %s holds permissions of the catalogue, each once', (key) => {
  const held: readonly string[] = seededRoles[key].permissions;
  expect(held.filter((name) => !permission.safeParse(name).success)).toEqual([]);
  expect(new Set(held).size).toBe(held.length);
  expect(held.length).toBeGreaterThan(0);
});

test('every permission is named noun:verb and has a sentence that fits after "may not"', () => {
  for (const name of permissions) {
    expect(name).toMatch(/^[a-z-]+:[a-z-]+$/);
    expect(permissionSentences[name]).toMatch(/^[a-z].*[^.]$/);
  }
});

test('only owners and admins change settings, numbers and read the audit log', () => {
  expect(rolesWith('settings:write')).toEqual(['owner', 'admin']);
  expect(rolesWith('numbers:write')).toEqual(['owner', 'admin']);
  expect(rolesWith('audit:read')).toEqual(['owner', 'admin']);
});

test('whoever only reads exports nothing, and neither does a program', () => {
  for (const role of ['viewer', 'developer', 'agent'] as const) {
    const held: readonly string[] = seededRoles[role].permissions;
    expect(held.filter((name) => name.endsWith(':export'))).toEqual([]);
  }
  expect(rolesWith('budget:export')).toEqual(['owner', 'admin', 'manager', 'billing']);
});

test('API keys are made by owners, admins and developers only', () => {
  expect(rolesWith('api-keys:manage')).toEqual(['owner', 'admin', 'developer']);
});

test('campaigns are launched and the kill switch is used by owners, admins and managers only', () => {
  expect(rolesWith('campaigns:launch')).toEqual(['owner', 'admin', 'manager']);
  expect(rolesWith('kill-switch:use')).toEqual(['owner', 'admin', 'manager']);
});

test('an agent talks to people: no campaigns, no exports, no imports, no messages of others', () => {
  const held: readonly string[] = seededRoles.agent.permissions;
  expect(held.filter((name) => name.startsWith('campaigns:'))).toEqual([]);
  expect(held.filter((name) => name.endsWith(':export') || name.endsWith(':import'))).toEqual([]);
  expect(held.filter((name) => name.startsWith('messages:'))).toEqual([]);
  expect(held).toContain('inbox:reply');
});

const changes = (held: readonly string[]) => held.filter((name) => !name.endsWith(':read'));

test('a viewer only reads, and a billing person changes nothing but the budget', () => {
  expect(changes(seededRoles.viewer.permissions)).toEqual([]);
  expect(changes(seededRoles.billing.permissions)).toEqual(['budget:write', 'budget:export']);
});

test('everybody sees whether the kill switch is on', () => {
  expect(rolesWith('kill-switch:read')).toEqual(seededRoleKeys);
});

test('only owners and admins leave the brand or the opt-out words out', () => {
  expect(rolesWith('campaigns:waive-footer')).toEqual(['owner', 'admin']);
});

test('single texts are sent by those who launch, and by programs', () => {
  expect(rolesWith('messages:send')).toEqual(['owner', 'admin', 'manager', 'developer']);
  expect(rolesWith('messages:send-transactional')).toEqual(rolesWith('messages:send'));
});

test('link domains and the treatment of clicks are changed by owners and admins only', () => {
  expect(rolesWith('links:write')).toEqual(['owner', 'admin']);
});

test('whoever answers people may decide whether a reply is an opt-out', () => {
  expect(rolesWith('opt-outs:decide')).toEqual(rolesWith('inbox:reply'));
});
