import { quietHours } from '@sms-crm/contracts/quiet-hours';
import { resource } from '../api/resource.ts';

export const quietHoursKey = ['v1', 'quiet-hours'];

export const currentHours = resource('/v1/quiet-hours', quietHours);
