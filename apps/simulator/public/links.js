import { element } from './element.js';

const address = /https?:\/\/[^\s<>"']+/g;

/**
 * A text as nodes, its web addresses as links that open like a tap on a phone: a new page, no referrer.
 *
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function withLinks(text) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const url = match[0].replace(/[.,;:!?)\]]+$/, '');
    if (URL.parse(url) === null) continue;
    nodes.push(text.slice(end, match.index), link(url, url));
    end = match.index + url.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/**
 * @param {string} url
 * @param {string} text
 */
export function link(url, text) {
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text);
}
