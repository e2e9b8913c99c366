import { pass, type Gate } from './gate.ts';

/** Halts everything in the scope of a switch that is on, until it is off. */
export const killSwitchGate: Gate = {
  name: 'kill-switch',
  version: 2,
  decide: ({ killed }) => (killed ? { type: 'halt', reason: 'kill_switch' } : pass),
};
