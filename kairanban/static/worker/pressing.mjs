// A form is sent: to the server, or into the queue.

import { forget, forgetPages } from "./forgetting.mjs";
import { isSafety, isVisit, isWork, replyBy, takenBack, waitsAs } from "./names.mjs";
import { offline, PATIENCE } from "./opening.mjs";
import { own, ownerFor } from "./owners.mjs";
import { send, sendAway } from "./queue.mjs";
import { take, write } from "./store.mjs";

/**
 * @param {FetchEvent} event
 * @param {Request} request
 * @param {URL} url
 * @returns {Promise<Response>}
 */
export async function press(event, request, url) {
  // Going back to what an earlier press gave: the page with the form, not the press once more.
  if (request.isHistoryNavigation) return Response.redirect(request.referrer, 303);
  if (url.pathname === "/away") return away(event, request, url);
  const copy = request.clone(), back = takenBack(url.pathname), waits = waitsAs(url.pathname, "") !== null;
  try {
    const answer = await fetch(request);
    if (waits) event.waitUntil(answered(url, copy));
    return answer;
  } catch {
    if (!back && !waits) return offline();
    const body = new URLSearchParams(await copy.text()), owner = await ownerFor(body);
    if (back) return await take("waiting", replyBy(back, owner)) ? Response.redirect(`/circulars/${back}`, 303) : offline();
    return Response.redirect(await wait(request, url, body, owner), 303);
  }
}

/**
 * Answered anew: what was refused before no longer matters.
 * @param {URL} url
 * @param {Request} copy
 */
async function answered(url, copy) {
  const owner = await ownerFor(new URLSearchParams(await copy.text()));
  await take("refused", waitsAs(url.pathname, owner)?.name ?? "");
}

/**
 * Put an answer into the queue; return the page that shows it.
 * @param {Request} request
 * @param {URL} url
 * @param {URLSearchParams} body
 * @param {string} owner
 */
async function wait(request, url, body, owner) {
  const { name, page, at } = /** @type {import("./names.mjs").Place} */ (waitsAs(url.pathname, owner));
  body.set("made", String(Date.now()));
  // A page from before is the same page each time: two visits written down on it are two.
  if (isVisit(url.pathname)) body.set("press", crypto.randomUUID());
  await write("waiting", name, { url: url.pathname, body: body.toString(), page, ...owner && { owner } });
  await take("refused", name);
  await registration.sync?.register("replies").catch(() => {});
  return page + (isSafety(url.pathname) ? url.search || new URL(request.referrer).search : "") + at;
}

/**
 * Leave: this device forgets at once, and the server is told as soon as it can be. What leaving would delete is sent first.
 * @param {FetchEvent} event
 * @param {Request} request
 * @param {URL} url
 */
async function away(event, request, url) {
  const body = await request.text(), anyway = new URLSearchParams(body).has("anyway");
  if ((await unsent()).length) await Promise.race([send(), new Promise(done => { setTimeout(done, PATIENCE); })]);
  const left = await unsent();
  // The page names it and offers to leave all the same (templates/web/offline.html).
  if (left.length && !anyway) return offline(["data-unsent", ...left.some(callsHelp) ? ["data-help"] : []]);
  try {
    const answer = await sendAway(url.pathname, body);
    // Refused, or asked whether this was meant: nobody has left yet. 401: the sign-in had ended before.
    if (answer.type !== "opaqueredirect" && answer.status !== 401) return answer;
    await forgetPages();
    event.waitUntil(forget());
    return answer;
  } catch {
    await forget();
    // Sent later, it is no second tap (web/undo.py).
    const later = new URLSearchParams(body);
    later.delete("page_made");
    await write("waiting", "away", { url: url.pathname, body: later.toString() });
    return offline();
  }
}

/** Return what waits and would go with whoever leaves: a shared tablet's, which has no owner, answers of a safety check, and a day's visits. */
async function unsent() {
  return (await own("waiting")).filter(([name, { owner }]) => name !== "away" && (!owner || isWork(name))).map(([, entry]) => entry);
}

/** @type {(entry: import("./store.mjs").Entry) => boolean} */
const callsHelp = ({ url, body }) => isSafety(url) && new URLSearchParams(body).get("state") === "help";
