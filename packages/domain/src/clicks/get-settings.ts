import type { ClickSettings } from '@sms-crm/contracts/clicks';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { settingsView } from './settings-view.ts';

/** How this tenant's clicks are judged and kept. */
export async function getClickSettings(ctx: Context): Promise<ClickSettings> {
  requirePermission(ctx, 'links:read');
  return withTransaction(ctx, settingsView);
}
