const reloadKey = 'simulator-reloaded-at';

/** At most one reload in this time, ms, so that a server that keeps refusing is not asked forever. */
const reloadPauseMs = 10_000;

/**
 * Calls the control API as the page.
 *
 * @param {'GET' | 'POST' | 'PUT'} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<unknown>} the answer's body
 */
export async function call(method, path, body) {
  const response = await fetch(`/control${path}`, {
    method,
    signal: AbortSignal.timeout(10_000),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.status === 401) reloadOnce();
  const text = await response.text();
  /** @type {unknown} */
  const answer = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Error(detailOf(answer) ?? `The simulator answered ${response.status}.`);
  return answer;
}

/**
 * Reads from the control API.
 *
 * @template Answer
 * @param {string} path
 * @returns {Promise<Answer>}
 */
export async function read(path) {
  return trusted(await call('GET', path));
}

/**
 * Guarantee: page and API are served by one process of one version.
 *
 * @template Answer
 * @param {unknown} answer
 * @returns {Answer}
 */
export function trusted(answer) {
  return /** @type {Answer} */ (answer);
}

/** A restarted simulator gives a new cookie with the page. */
function reloadOnce() {
  const last = Number(sessionStorage.getItem(reloadKey) ?? 0);
  if (Date.now() - last < reloadPauseMs) return;
  sessionStorage.setItem(reloadKey, String(Date.now()));
  location.reload();
}

/** @param {unknown} answer */
function detailOf(answer) {
  return typeof answer === 'object' && answer !== null && 'detail' in answer
    ? String(answer.detail)
    : undefined;
}
