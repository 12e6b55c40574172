// At sign-out the person's pages are deleted. Her unsent entries stay, sealed, until her next sign-in.

import { PAGES } from "./version.mjs";
import { all, empty, take } from "./store.mjs";

// Grows when a person goes: what was asked for before that is not kept after it.
let owner = 0;

/** @type {() => number} */
export const ownerNow = () => owner;

/** Delete the kept pages, and which of them were opened. */
export async function forgetPages() {
  owner += 1;
  await caches.delete(PAGES);
  await empty("opened");
}

/** Delete the kept pages, entries without an owner, and the address for messages. Nobody is here after it. */
export async function forget() {
  await forgetPages();
  await registration.pushManager?.getSubscription().then(given => given?.unsubscribe()).catch(() => {});
  for (const store of /** @type {const} */ (["waiting", "refused"])) {
    for (const [name, entry] of await all(store)) if (!entry.owner) await take(store, name);
  }
  await empty("owner");
}
