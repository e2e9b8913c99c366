import { pass, type Gate } from './gate.ts';

/** Halts everything in the scope of a switch that is on, until it is off. */
export const killSwitchGate: Gate = {
  name: 'kill-switch',
  version: 1,
  decide: ({ tenantKilled, campaignKilled }) =>
    tenantKilled || campaignKilled ? { type: 'halt', reason: 'kill_switch' } : pass,
};
