import type { Permission } from '@sms-crm/contracts/permissions';
import type { ReactNode } from 'react';
import type { z } from 'zod';

/** What every rule has that a tenant writes, lets rest and deletes. */
export type Rule = { id: string; name: string; enabled: boolean; updatedAt: string };

/** A kind of such rules, and what its buttons say. */
export type RuleKind<Item extends Rule> = {
  /** Where the API has them, and the prefix of their queries. */
  path: string;
  key: readonly string[];
  answer: z.ZodType<Item>;
  permission: Permission;
  noun: string;
  /** What one does once it is switched on: it “holds again”. */
  again: string;
  /** What follows from deleting one. */
  deletion: string;
  /** The window that writes one, or changes `rule`. */
  dialog: (props: { opened: boolean; onClose: () => void; rule?: Item }) => ReactNode;
};
