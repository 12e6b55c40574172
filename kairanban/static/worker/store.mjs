// IndexedDB: what waits, what was refused, which circulars were opened without the server knowing, and whose device it is.

/** @typedef {"waiting" | "refused" | "opened" | "owner"} Store */
/** @typedef {"changed" | "forbidden" | "old"} Why */
/** @typedef {{ url: string, body: string, page?: string, why?: Why, owner?: string }} Entry */

/** @type {Store[]} */
const STORES = ["waiting", "refused", "opened", "owner"];

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("kairanban", 3);
    asked.onupgradeneeded = () => {
      for (const name of STORES) if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * @template T
 * @param {Store} store
 * @param {IDBTransactionMode} mode
 * @param {(found: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function run(store, mode, work) {
  const found = await database();
  try {
    const transaction = found.transaction(store, mode), asked = work(transaction.objectStore(store));
    await new Promise((resolve, reject) => { transaction.oncomplete = resolve; transaction.onerror = transaction.onabort = reject; });
    return asked.result;
  } finally {
    found.close();
  }
}

/** @type {(store: Store, name: string, value: Entry | string | true) => Promise<unknown>} */
export const write = (store, name, value) => run(store, "readwrite", found => found.put(value, name));

/** @type {(store: Store, name: string) => Promise<Entry | string | true | undefined>} */
export const look = (store, name) => run(store, "readonly", found => found.get(name));

/** @type {(store: Store) => Promise<string[]>} */
export const names = async store => (await run(store, "readonly", found => found.getAllKeys())).map(String);

/**
 * Remove an entry and return it; undefined where there is none.
 * @param {Store} store
 * @param {string} name
 * @returns {Promise<Entry | string | true | undefined>}
 */
export async function take(store, name) {
  const found = await look(store, name);
  if (found) await run(store, "readwrite", kept => kept.delete(name));
  return found;
}

/**
 * Return every entry with its name, in the order of the names.
 * @param {Store} store
 * @returns {Promise<[string, Entry][]>}
 */
export async function all(store) {
  /** @type {IDBRequest<Entry[]> | undefined} */
  let values;
  const keys = await run(store, "readonly", found => { values = found.getAll(); return found.getAllKeys(); });
  return keys.map((name, at) => [String(name), /** @type {IDBRequest<Entry[]>} */ (values).result[at]]);
}

/** @type {(store: Store) => Promise<unknown>} */
export const empty = store => run(store, "readwrite", found => found.clear());
