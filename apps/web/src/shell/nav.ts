import type { Permission } from '@sms-crm/contracts/permissions';
import {
  IconAddressBook,
  IconAntenna,
  IconBan,
  IconClick,
  IconDeviceMobileMessage,
  IconFileImport,
  IconFilterOff,
  IconHistory,
  IconInbox,
  IconLink,
  IconLayoutDashboard,
  IconMailOff,
  IconMessageOff,
  IconMessageReply,
  IconMoonStars,
  IconSend,
  IconSettings,
  IconUsersGroup,
  IconWallet,
  IconWebhook,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { InboxBadge, WaitingBadge } from './badges.ts';

export type NavItem = {
  href: string;
  label: string;
  icon: typeof IconSend;
  permission?: Permission;
  /** Shown indented under the item before it. */
  nested?: boolean;
  /** What stands behind the label, e.g. how many things wait there. */
  badge?: ComponentType;
};

/** The sections of the product; a new one is one line here. */
export const nav: NavItem[] = [
  { href: '/', label: 'Dashboard', icon: IconLayoutDashboard, permission: 'campaigns:read' },
  { href: '/inbox', label: 'Inbox', icon: IconInbox, permission: 'inbox:read', badge: InboxBadge },
  { href: '/campaigns', label: 'Campaigns', icon: IconSend, permission: 'campaigns:read' },
  { href: '/contacts', label: 'Contacts', icon: IconAddressBook, permission: 'contacts:read' },
  {
    href: '/contacts/imports',
    label: 'Imports',
    icon: IconFileImport,
    permission: 'contacts:import',
    nested: true,
  },
  {
    href: '/segments',
    label: 'Segments',
    icon: IconUsersGroup,
    permission: 'contacts:read',
    nested: true,
  },
  {
    href: '/do-not-contact',
    label: 'Do-not-contact',
    icon: IconBan,
    permission: 'do-not-contact:read',
  },
  {
    href: '/opt-outs',
    label: 'Opt-outs',
    icon: IconMessageOff,
    permission: 'opt-outs:read',
    nested: true,
    badge: WaitingBadge,
  },
  {
    href: '/suppression',
    label: 'Suppression rules',
    icon: IconFilterOff,
    permission: 'suppression:read',
    nested: true,
  },
  { href: '/numbers', label: 'Numbers', icon: IconDeviceMobileMessage, permission: 'numbers:read' },
  { href: '/budget', label: 'Budget', icon: IconWallet, permission: 'budget:read' },
  { href: '/dead-letters', label: 'Given up', icon: IconMailOff, permission: 'messages:read' },
  { href: '/audit', label: 'Audit log', icon: IconHistory, permission: 'audit:read' },
  { href: '/settings', label: 'Settings', icon: IconSettings },
  {
    href: '/settings/auto-replies',
    label: 'Automatic answers',
    icon: IconMessageReply,
    permission: 'inbox:read',
    nested: true,
  },
  {
    href: '/settings/carrier',
    label: 'Carrier',
    icon: IconAntenna,
    permission: 'carrier:read',
    nested: true,
  },
  {
    href: '/settings/webhooks',
    label: 'Webhooks',
    icon: IconWebhook,
    permission: 'carrier:read',
    nested: true,
  },
  {
    href: '/settings/quiet-hours',
    label: 'Quiet hours',
    icon: IconMoonStars,
    permission: 'campaigns:read',
    nested: true,
  },
  {
    href: '/settings/clicks',
    label: 'Clicks',
    icon: IconClick,
    permission: 'links:read',
    nested: true,
  },
  { href: '/settings/links', label: 'Links', icon: IconLink, permission: 'links:read', nested: true },
];

/** The item a page belongs to: the longest one its path begins with. */
export function activeHref(pathname: string): string | undefined {
  return nav
    .map((item) => item.href)
    .filter((href) => pathname === href || (href !== '/' && pathname.startsWith(`${href}/`)))
    .toSorted((one, other) => other.length - one.length)[0];
}
