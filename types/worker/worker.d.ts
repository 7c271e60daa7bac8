/** What the service worker finds: the line that is served before it, and its own global scope. */

declare const VERSION: string;
declare const BUILD: string;
declare const SHELL: string;
declare const OFFLINE: string;
declare const FILES: string[];

declare const clients: Clients;
declare function skipWaiting(): Promise<void>;
declare function addEventListener<Name extends keyof ServiceWorkerGlobalScopeEventMap>(
  name: Name,
  listener: (event: ServiceWorkerGlobalScopeEventMap[Name]) => void,
): void;
