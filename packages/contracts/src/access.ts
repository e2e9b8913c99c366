import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { permission } from './permissions.ts';
import { id, label, text, timestamp } from './scalars.ts';

export const role = z.object({
  id,
  key: z.string(),
  name: z.string(),
  permissions: z.array(permission),
});
export type Role = z.infer<typeof role>;
export const rolePage = pageOf(role);

/** `prefix`: the first characters of the key, to recognise it; the whole key is shown once, when made. */
export const apiKey = z.object({
  id,
  name: z.string(),
  prefix: z.string(),
  roleId: id,
  roleName: z.string(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;
export const apiKeyPage = pageOf(apiKey);
export const createApiKey = z.object({ name: label(80), roleId: id });
export type CreateApiKey = z.infer<typeof createApiKey>;
export const createdApiKey = apiKey.extend({ key: z.string() });

export const auditEntry = z.object({
  id,
  at: timestamp,
  actor: z.string(),
  actorType: z.string(),
  action: z.string(),
  targetType: z.string(),
  targetId: z.string().nullable(),
  /** What people know it by; null for what is gone or has no name. */
  targetName: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  ip: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditQuery = pageQuery.extend({ action: text.max(60).optional() });
export const auditPage = pageOf(auditEntry);
