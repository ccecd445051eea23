export * from './generated/index.js';
export { connect, type Binnacle, type Connection } from './connect.js';
export { allItems, type Page } from './pages.js';
export { problemIn } from './problems.js';
export { awaitFinal, events, isFinal } from './watch.js';
