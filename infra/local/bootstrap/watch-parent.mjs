import { readFileSync } from 'node:fs';

/** How often the parents are looked at, ms; a parent killed by force leaves no other trace. */
const checkMs = 1_000;

/**
 * Calls back once when npm, which started this process, is gone. npm puts a shell in between, which
 * survives it, so the shell's parent is watched too where it can be read.
 *
 * @param {() => void} onGone
 */
export function watchParent(onGone) {
  const atStart = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === atStart) return;
    clearInterval(timer);
    onGone();
  }, checkMs);
  timer.unref();
}

/** The parent, and the parent of npm's shell. */
function ancestors() {
  const { ppid } = process;
  if (process.platform !== 'linux') return String(ppid);
  try {
    const stat = readFileSync(`/proc/${ppid}/stat`, 'utf8');
    const betweenUs = readFileSync(`/proc/${ppid}/cmdline`, 'utf8').includes('\0-c\0');
    return betweenUs ? `${ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}` : String(ppid);
  } catch {
    return String(ppid);
  }
}
