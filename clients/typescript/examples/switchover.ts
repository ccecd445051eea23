// Switches a database over and tells how it goes: node switchover.js http://127.0.0.1:8080 orders "Kernel update, CHG-2214"
import { BinnacleError, connect } from '@binnacle/client';

const [server = 'http://127.0.0.1:8080', database = 'orders', reason = 'Tried from TypeScript'] = process.argv.slice(2);
const request = { database, switchoverRequest: { reason } };

try {
  const binnacle = connect({ server, token: process.env.BINNACLE_TOKEN ?? '' });
  const plan = await binnacle.databases.planSwitchoverDatabase(request);
  console.log(plan.summary);
  const started = await binnacle.databases.switchoverDatabase(request);
  const ended = await binnacle.waitFor(started, {
    onProgress: ({ sequence, type, message }) => console.log(`${sequence} ${type}: ${message}`),
    timeout: 300_000,
  });
  ended.steps.forEach(({ state, title }) => console.log(`${state} ${title}`));
  console.log(`${ended.state} ${JSON.stringify(ended.result ?? ended.error)}`);
  process.exitCode = ended.state === 'SUCCEEDED' ? 0 : 1;
} catch (error) {
  console.error(error instanceof BinnacleError ? error.message : error);
  process.exitCode = 2;
}
