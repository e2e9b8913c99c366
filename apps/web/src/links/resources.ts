import { linkDomains, linkSettings } from '@sms-crm/contracts/links';
import { resource } from '../api/resource.ts';

export const domainList = resource('/v1/link-domains', linkDomains);
export const currentLinkSettings = resource('/v1/link-settings', linkSettings);

export const domainsKey = ['v1', 'link-domains'];

/** What a change of a domain changes: the session shows what links look like, too. */
export const touched = [domainsKey, ['v1', 'session']];
export const linkSettingsKey = ['v1', 'link-settings'];
