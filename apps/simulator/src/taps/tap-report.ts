/** Where a run of taps stands. */
export type TapReport = {
  id: string;
  startedAt: string;
  finished: boolean;
  /** Ended by a reset or the end of the process. */
  stopped: boolean;
  /** Handsets, and the links they open in all. */
  handsets: number;
  planned: number;
  /** Links asked for so far, and what came of them: sent on, shown a page, or given up. */
  asked: number;
  redirected: number;
  shown: number;
  failed: number;
  /** Tries after the first one. */
  retried: number;
  /** Tries by the status of their answer; those that found no connection; those whose answer never came. */
  byStatus: Record<string, number>;
  refused: number;
  unanswered: number;
  /** The same by what went wrong. */
  problems: Record<string, number>;
};

export function emptyTapReport(of: {
  id: string;
  startedAtMs: number;
  handsets: number;
  planned: number;
}): TapReport {
  return {
    id: of.id,
    startedAt: new Date(of.startedAtMs).toISOString(),
    finished: false,
    stopped: false,
    handsets: of.handsets,
    planned: of.planned,
    asked: 0,
    redirected: 0,
    shown: 0,
    failed: 0,
    retried: 0,
    byStatus: {},
    refused: 0,
    unanswered: 0,
    problems: {},
  };
}
