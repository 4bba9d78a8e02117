export { startStore, type RunningStore, type ServerOptions } from './server';
export { spawnStore, type SpawnOptions, type SpawnedStore } from './spawn';
export { StoreOpenError, type OpenProblem } from './storage/open';
export { socketPathFor, storeUri, withDatabase } from './uri';
