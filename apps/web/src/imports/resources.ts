import { importPage, importView, type ImportView } from '@sms-crm/contracts/imports';
import { resource } from '../api/resource.ts';
import type { LiveSource } from '../live/use-live-resource.ts';

export const importList = (place: { cursor: string }) => resource('/v1/imports', importPage, place);

export const oneImport = (id: string): LiveSource<ImportView> => ({
  ...resource(`/v1/imports/${id}`, importView),
  events: `/v1/imports/${id}/events`,
  event: 'import',
});
