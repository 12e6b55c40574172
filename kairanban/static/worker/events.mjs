// What the browser tells the worker. It never says that something arrived: only the server does.

import { PAGES, SHELL, STATICS } from "./version.mjs";
import { fromCache, keepOpened } from "./keeping.mjs";
import { open } from "./opening.mjs";
import { press } from "./pressing.mjs";
import { lead, renew, shown } from "./push.mjs";
import { send, tell } from "./queue.mjs";
import { tellSealed } from "./sealed.mjs";

addEventListener("install", event => event.waitUntil((async () => {
  await (await caches.open(STATICS)).addAll([...SHELL, "/offline"]);
  await skipWaiting();
})()));

addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== STATICS && name !== PAGES) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("message", event => {
  if (event.data === "send") event.waitUntil(send());
  if (event.data?.keep) event.waitUntil(keepOpened(event.data.keep));
  if (event.data?.sealed) event.waitUntil(tellSealed(event.ports[0], event.data));
  if (event.data?.waiting) event.waitUntil(tell(event.ports[0], event.data));
});

addEventListener("push", event => event.waitUntil(shown(event)));

addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data));
});

addEventListener("pushsubscriptionchange", event => event.waitUntil(renew(event)));

addEventListener("sync", event => event.waitUntil(send()));

addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(fromCache(STATICS, request));
  } else if (request.method === "GET" && request.destination === "image" && url.pathname.startsWith("/attachments/")) {
    event.respondWith(fromCache(PAGES, request, true));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(open(event, request, url));
  } else if (request.mode === "navigate" && request.method === "POST" && request.referrer.startsWith(location.origin)) {
    // What another site sends is left to the browser, so that the server sees where it comes from.
    event.respondWith(press(event, request, url));
  }
});
