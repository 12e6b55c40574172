// By which name an answer waits, and the page that shows it.

/** @typedef {{ name: string, page: string, at: string }} Place */

const REPLY = /^\/circulars\/(\d+)\/(acknowledgement|answer)$/;
const TAKE_BACK = /^\/circulars\/(\d+)\/reply\/removal$/;
// 安否確認: what a household says, and what is seen at a door on the round.
const SAFETY = /^\/safety\/(\d+)\/(?:answer|family|blocks\/(\d+)\/households\/(\d+)\/sighting)$/;
// A visit or call of a supporter.
const VISIT = /^(\/board\/households\/\d+)\/visits$/;

/** Whether it was written down on a round. @type {(name: string) => boolean} */
export const isWork = name => /^\/(?:board|safety)\//.test(name);

/** @type {(path: string) => boolean} */
export const isVisit = path => VISIT.test(path);

/** @type {(path: string) => boolean} */
export const isSafety = path => SAFETY.test(path);

/** The circular whose reply is taken back, or "". @type {(path: string) => string} */
export const takenBack = path => TAKE_BACK.exec(path)?.[1] ?? "";

/** @type {(url: URL) => string} */
export const circularOf = url => /^\/circulars\/(\d+)$/.exec(url.pathname)?.[1] ?? "";

/** The name under which what belongs to a page waits or was refused. @type {(url: URL) => string} */
export const about = url => circularOf(url) || url.pathname;

/** @type {(name: string, of: string) => boolean} */
export const belongs = (name, of) => name === of || name.startsWith(`${of} `);

/** By which name the reply of a household to a circular waits. @type {(circular: string, owner: string) => string} */
export const replyBy = (circular, owner) => owner ? `${circular} ${owner}` : circular;

/**
 * Return where an answer waits, or null for what cannot wait. Of a circular the last one waits; of a safety check or a visit all of them.
 * Two households of one device each have their own.
 * @param {string} path
 * @param {string} owner
 * @returns {Place | null}
 */
export function waitsAs(path, owner) {
  const reply = REPLY.exec(path), safety = SAFETY.exec(path), visit = VISIT.exec(path);
  if (visit) return { name: `${visit[1]} ${Date.now()}-${Math.random()}`, page: visit[1], at: "" };
  if (reply) return { name: replyBy(reply[1], owner), page: `/circulars/${reply[1]}`, at: "" };
  if (!safety) return null;
  const [, check, block, house] = safety, page = `/safety/${check}${block ? `/blocks/${block}` : ""}`;
  return { name: `${page} ${house ?? "own"} ${Date.now()}-${Math.random()}`, page, at: house ? `#h${house}` : "" };
}
