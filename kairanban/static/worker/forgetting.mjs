// When somebody leaves, nothing of that person stays on the device.

import { PAGES } from "./version.mjs";
import { clear } from "./store.mjs";

// Grows when a person goes: what was asked for before that is not kept after it.
let owner = 0;

/** @type {() => number} */
export const ownerNow = () => owner;

/** Delete the kept pages, all that waits, and the address for messages. */
export async function forget() {
  owner += 1;
  await caches.delete(PAGES);
  await registration.pushManager?.getSubscription().then(given => given?.unsubscribe()).catch(() => {});
  await clear();
}
