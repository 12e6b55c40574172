// A form is sent: to the server, or into the queue.

import { forget } from "./forgetting.mjs";
import { isSafety, isVisit, isWork, takenBack, waitsAs } from "./names.mjs";
import { offline } from "./opening.mjs";
import { names, take, write } from "./store.mjs";

/**
 * @param {FetchEvent} event
 * @param {Request} request
 * @param {URL} url
 * @returns {Promise<Response>}
 */
export async function press(event, request, url) {
  // Going back to what an earlier press gave: the page with the form, not the press once more.
  if (request.isHistoryNavigation) return Response.redirect(request.referrer, 303);
  const copy = request.clone(), place = waitsAs(url.pathname);
  try {
    const answer = await fetch(request);
    if (url.pathname === "/away") event.waitUntil(forget());
    // Answered anew: what was refused before no longer matters.
    if (place) event.waitUntil(take("refused", place.name));
    return answer;
  } catch {
    if (url.pathname === "/away") return leave(url, copy);
    const back = takenBack(url.pathname);
    if (back && await take("waiting", back)) return Response.redirect(`/circulars/${back}#answer`, 303);
    if (!place) return offline();
    const body = new URLSearchParams(await copy.text());
    body.set("made", String(Date.now()));
    // A page from before is the same page each time: two visits written down on it are two.
    if (isVisit(url.pathname)) body.set("press", crypto.randomUUID());
    await write("waiting", place.name, { url: url.pathname, body: body.toString(), page: place.page });
    await take("refused", place.name);
    await registration.sync?.register("replies").catch(() => {});
    return Response.redirect(place.page + (isSafety(url.pathname) ? new URL(request.referrer).search : "") + place.at, 303);
  }
}

/**
 * This device forgets at once; the server is told as soon as it can be.
 * @param {URL} url
 * @param {Request} copy
 */
async function leave(url, copy) {
  // A day's visits are worth more than leaving at once: they are sent first.
  if ((await names("waiting")).some(isWork)) return offline(["data-unsent"]);
  await forget();
  await write("waiting", "away", { url: url.pathname, body: await copy.text() });
  return offline();
}
