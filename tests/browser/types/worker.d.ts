// What a service worker has, and the compiler's own list does not name.
export {};

declare global {
  const clients: Clients;
  const registration: ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
  function skipWaiting(): Promise<void>;
  function addEventListener<K extends keyof ServiceWorkerGlobalScopeEventMap>(type: K, listener: (event: ServiceWorkerGlobalScopeEventMap[K]) => unknown): void;
  function addEventListener(type: "sync", listener: (event: ExtendableEvent) => unknown): void;

  interface Request { readonly isHistoryNavigation?: boolean; }
  interface NotificationOptions { renotify?: boolean; }
}
