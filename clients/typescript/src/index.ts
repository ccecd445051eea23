/**
 * The client of Binnacle, the operations control plane: {@link connect} is where to begin.
 *
 * @module
 */
export * from './generated/apis/index.js';
export * from './generated/models/index.js';
export type { ApiResponse, InitOverrideFunction } from './generated/runtime.js';
export { type Binnacle, connect, type Connection } from './connect.js';
export { CONTRACT_VERSION } from './calls/contract.js';
export type { Retries } from './calls/repetition.js';
export * from './errors.js';
export type { FollowOptions } from './operations/follow.js';
export { isFinal } from './operations/states.js';
export type { WaitOptions } from './operations/wait.js';
export { allItems, type Page } from './pages.js';
export { clientCredentials, type ClientCredentials } from './tokens/client-credentials.js';
export type { Token, TokenRequest, TokenSupplier } from './tokens/token.js';
