import { clickSettings } from '@sms-crm/contracts/clicks';
import { resource } from '../api/resource.ts';

export const clickSettingsKey = ['v1', 'click-settings'];

export const currentClickSettings = resource('/v1/click-settings', clickSettings);
