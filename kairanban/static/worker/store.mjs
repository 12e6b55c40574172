// IndexedDB: what waits, what was refused, and which circulars were opened without the server knowing.

/** @typedef {"waiting" | "refused" | "opened"} Store */
/** @typedef {"changed" | "forbidden" | "old"} Why */
/** @typedef {{ url: string, body: string, page?: string, why?: Why }} Entry */

/** @type {Store[]} */
const STORES = ["waiting", "refused", "opened"];

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("kairanban", 2);
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

/** @type {(store: Store, name: string, value: Entry | true) => Promise<unknown>} */
export const write = (store, name, value) => run(store, "readwrite", found => found.put(value, name));

/** @type {(store: Store) => Promise<string[]>} */
export const names = async store => (await run(store, "readonly", found => found.getAllKeys())).map(String);

/**
 * Remove an entry and return it; undefined where there is none.
 * @param {Store} store
 * @param {string} name
 * @returns {Promise<Entry | true | undefined>}
 */
export async function take(store, name) {
  const found = await run(store, "readonly", kept => kept.get(name));
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

/** Empty all stores. */
export async function clear() {
  for (const store of STORES) await run(store, "readwrite", found => found.clear());
}
