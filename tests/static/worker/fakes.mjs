// A browser's edges in memory: IndexedDB, caches, the network, open windows. Set anew before each test.

import { webcrypto } from "node:crypto";

const HOME = "https://kairanban.example";

/** What the server answers, by method and path; "offline" is no network. Set by a test. */
export const server = { answers: {}, offline: false, asked: [] };
export const windows = { told: [] };

export const page = (html, headers = {}) => () => new Response(html, { headers: { "Kairanban-Keep": "page", Date: new Date().toUTCString(), ...headers } });
export const status = number => () => new Response(null, { status: number });
// After a change the server leads on; a worker sees no more of it than this.
export const recorded = () => ({ type: "opaqueredirect", ok: false, status: 0, headers: new Headers() });

// A worker takes paths of its own server here.
Response.redirect = (path, status) => new Response(null, { status, headers: { Location: new URL(path, HOME).href } });

async function fetch(input, { method = "GET", body, headers } = {}) {
  const { pathname, search } = new URL(input.url ?? input, HOME);
  server.asked.push({ method, path: pathname + search, body: body?.toString() ?? "", headers: new Headers(headers) });
  if (server.offline) throw new TypeError("no network");
  return (server.answers[`${method} ${pathname}${search}`] ?? status(404))();
}

class Cache {
  kept = new Map();
  async put(request, answer) {
    const address = request.url ?? request;
    this.kept.delete(address);
    this.kept.set(address, { body: await answer.text(), headers: new Headers(answer.headers) });
  }
  async match(request, { ignoreSearch = false } = {}) {
    const bare = address => ignoreSearch ? address.split("?")[0] : address, wanted = bare(new URL(request.url ?? request, HOME).href);
    for (const [address, { body, headers }] of this.kept) if (bare(address) === wanted) return new Response(body, { headers });
  }
  async keys() { return [...this.kept.keys()].map(address => new Request(address)); }
  async delete(request) { return this.kept.delete(request.url ?? request); }
}

class Caches {
  all = new Map();
  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new Cache());
    return this.all.get(name);
  }
  async match(request) {
    for (const cache of this.all.values()) {
      const found = await cache.match(request);
      if (found) return found;
    }
  }
  async delete(name) { return this.all.delete(name); }
  async keys() { return [...this.all.keys()]; }
}

// Of IndexedDB as much as store.mjs uses; a transaction is complete when its one request is.
class Database {
  stores = new Map();
  objectStoreNames = { contains: name => this.stores.has(name) };
  createObjectStore(name) { this.stores.set(name, new Map()); }
  close() {}
  transaction(name) {
    const found = this.stores.get(name), sorted = () => [...found].sort(([one], [other]) => one < other ? -1 : 1);
    const transaction = { objectStore: () => ({
      get: key => ({ result: found.get(key) }),
      put: (value, key) => ({ result: found.set(key, structuredClone(value)) }),
      delete: key => ({ result: found.delete(key) }),
      clear: () => ({ result: found.clear() }),
      getAll: () => ({ result: sorted().map(([, value]) => value) }),
      getAllKeys: () => ({ result: sorted().map(([key]) => key) }),
    }) };
    queueMicrotask(() => transaction.oncomplete());
    return transaction;
  }
}

/** Begin with an empty device and a server that answers nothing but 404. */
export function begin() {
  Object.assign(server, { answers: {}, offline: false, asked: [] });
  windows.told = [];
  const database = new Database();
  const indexedDB = { open: () => {
    const asked = { result: database };
    queueMicrotask(() => { asked.onupgradeneeded(); asked.onsuccess(); });
    return asked;
  } };
  const clients = { matchAll: async () => [{ url: `${HOME}/`, postMessage: said => windows.told.push(said) }] };
  for (const [name, value] of Object.entries({ location: new URL(HOME), fetch, caches: new Caches(), indexedDB, clients, registration: {}, crypto: webcrypto })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

/** What the worker holds at the end of an event. */
export function event() {
  const promises = [];
  return { waitUntil: promise => promises.push(promise), settled: () => Promise.all(promises) };
}

/** Return the paths of the kept pages. */
export async function kept() {
  return (await (await caches.open("pages")).keys()).map(({ url }) => new URL(url).pathname);
}
