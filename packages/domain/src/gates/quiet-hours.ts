import { pass, type Gate } from './gate.ts';

/**
 * Texts only in hours that are lawful wherever the recipient may be (47 CFR 64.1200(c)(1) and the stricter states),
 * and not more in 24 hours than the strictest of these places allows.
 */
export const quietHoursGate: Gate = {
  name: 'quiet-hours',
  version: 1,
  decide: ({ quiet }) => {
    if (quiet.type === 'open') return pass;
    if (quiet.type === 'never') return { type: 'skip', reason: 'no_common_window' };
    if (quiet.type === 'full') return { type: 'defer', until: quiet.until, reason: 'legal_maximum' };
    return { type: 'defer', until: quiet.opensAt, reason: 'quiet_hours' };
  },
};
