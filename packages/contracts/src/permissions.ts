import { z } from 'zod';

/** The fixed catalogue: what a role can allow, each as a sentence that an error or a page can show. */
export const permissionSentences = {
  'contacts:read': 'see contacts',
  'contacts:write': 'add, change and delete contacts',
  'contacts:import': 'import contacts from files',
  'contacts:export': 'export contacts and rejected rows',
  'do-not-contact:read': 'see the do-not-contact list',
  'do-not-contact:write': 'change the do-not-contact list',
  'suppression:read': 'see suppression rules',
  'suppression:write': 'change suppression rules',
  'campaigns:read': 'see campaigns and their reports',
  'campaigns:write': 'write and change campaigns',
  'campaigns:launch': 'launch, pause, resume and cancel campaigns',
  'campaigns:waive-footer': 'leave the brand or the opt-out words out of marketing texts',
  'messages:read': 'see single messages',
  'messages:send': 'send single texts by the API',
  'messages:send-transactional': 'send texts that are no marketing',
  'messages:export': 'export messages and reports',
  'dead-letters:retry': 'try again what was given up',
  'inbox:read': 'read conversations',
  'inbox:reply': 'answer conversations',
  'opt-outs:read': 'see replies that may be opt-outs, and the rules that find them',
  'opt-outs:decide': 'decide whether a reply is an opt-out',
  'opt-outs:write': 'change the rules that find opt-outs',
  'templates:read': 'see canned replies',
  'templates:write': 'change canned replies',
  'links:read': 'see short links and their clicks',
  'links:write': 'change link domains and how links and clicks are treated',
  'numbers:read': 'see sending numbers',
  'numbers:write': 'change sending numbers',
  'kill-switch:read': 'see the kill switch',
  'kill-switch:use': 'throw and lift the kill switch',
  'roles:read': 'see roles and what they allow',
  'api-keys:manage': 'make and revoke API keys',
  'budget:read': 'see budget, ledger and prices',
  'budget:write': 'change budget and prices',
  'budget:export': 'export the ledger',
  'carrier:read': 'see carrier accounts',
  'carrier:write': 'change carrier accounts',
  'carrier:go-live': 'let a carrier account reach people',
  'audit:read': 'read the audit log',
  'settings:write': 'change the settings of the organisation',
} as const satisfies Record<string, string>;

export type Permission = keyof typeof permissionSentences;

export const permissions = Object.keys(permissionSentences).filter(
  (key): key is Permission => key in permissionSentences,
);

export const permission = z.enum(permissions);

const everyRead = permissions.filter((name) => name.endsWith(':read'));
const withoutAudit = everyRead.filter((name) => name !== 'audit:read');

/** The roles every tenant starts with; they become rows, which the tenant may change. */
export const seededRoles = {
  owner: { name: 'Owner', permissions },
  admin: { name: 'Admin', permissions },
  manager: {
    name: 'Manager',
    permissions: permissions.filter(
      (name) =>
        ![
          'api-keys:manage',
          'settings:write',
          'numbers:write',
          'budget:write',
          'audit:read',
          'carrier:write',
          'carrier:go-live',
          'campaigns:waive-footer',
          'links:write',
        ].includes(name),
    ),
  },
  agent: {
    name: 'Agent',
    permissions: [
      'contacts:read',
      'contacts:write',
      'inbox:read',
      'inbox:reply',
      'opt-outs:read',
      'opt-outs:decide',
      'templates:read',
      'kill-switch:read',
    ],
  },
  developer: {
    name: 'Developer',
    permissions: [...withoutAudit, 'api-keys:manage', 'messages:send', 'messages:send-transactional'],
  },
  billing: {
    name: 'Billing',
    permissions: [
      'campaigns:read',
      'numbers:read',
      'kill-switch:read',
      'budget:read',
      'budget:write',
      'budget:export',
    ],
  },
  viewer: { name: 'Viewer', permissions: withoutAudit },
} as const satisfies Record<string, { name: string; permissions: readonly Permission[] }>;

export type SeededRole = keyof typeof seededRoles;

export const seededRoleKeys = Object.keys(seededRoles).filter((key): key is SeededRole => key in seededRoles);
